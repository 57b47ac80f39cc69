import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import type { SpanOptions, Spans } from './span.ts';

/** Of this line of the SDK because @apollo/gateway brings it: its own spans of plans and fetches join ours by one API. */
const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

export interface OtlpOptions {
  readonly endpoint: string;
  readonly service: string;
  readonly clock: () => Date;
}

/** Opens the way to a collector, and makes it the process's: loaded by `tracing.ts` alone, when it is configured. */
export function openOtlp({ endpoint, service, clock }: OtlpOptions): { spans: Spans; close(): Promise<void> } {
  const ids = new RandomIdGenerator();
  let wantedTrace: string | null = null;
  const provider = new BasicTracerProvider({
    resource: new Resource({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }))],
    idGenerator: {
      generateSpanId: () => ids.generateSpanId(),
      // The door has named the trace before its first span: logs and events speak of it by that name.
      generateTraceId: () => wantedTrace ?? ids.generateTraceId(),
    },
  });
  const contextManager = new AsyncLocalStorageContextManager().enable();
  provider.register({ contextManager, propagator: null });
  const tracer = provider.getTracer('praetor');

  const begin = (name: string, options: SpanOptions): [Span, Context] => {
    const { kind, attributes = {}, parent, traceOf } = options;
    const around = parent ? remote(parent) : context.active();
    wantedTrace = (traceOf && parsed(traceOf)?.traceId) || null;
    try {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, around);
      return [span, trace.setSpan(around, span)];
    } finally {
      wantedTrace = null;
    }
  };

  return {
    spans: {
      run(name, options, work) {
        const [span, within] = begin(name, options);
        return endedWith(span, context.with(within, work)) as ReturnType<typeof work>;
      },
      resolving(attributes, work) {
        if (!trace.getActiveSpan()?.isRecording()) return work();
        const [span, within] = begin('subgraph resolve', { kind: 'internal', attributes });
        const answer = context.with(within, work);
        // A span that does not end is never sent.
        if (!(answer instanceof Promise)) return answer;
        return endedWith(span, answer);
      },
      ended(name, milliseconds, attributes) {
        if (!trace.getActiveSpan()) return;
        const now = clock().getTime();
        tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes, startTime: now - milliseconds }).end(now);
      },
      traceparent() {
        const found = trace.getActiveSpan()?.spanContext();
        return found ? `00-${found.traceId}-${found.spanId}-${found.traceFlags.toString(16).padStart(2, '0')}` : null;
      },
    },
    async close() {
      await provider.shutdown();
      trace.disable();
      context.disable();
    },
  };
}

async function endedWith(span: Span, answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
    throw error;
  } finally {
    span.end();
  }
}

function remote(traceparent: string): Context {
  const found = parsed(traceparent);
  return found ? trace.setSpanContext(context.active(), { ...found, isRemote: true }) : context.active();
}

/** W3C Trace Context, section 3.2: the version we write, as the door has checked it. */
function parsed(traceparent: string): { traceId: string; spanId: string; traceFlags: number } | null {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  return traceId && spanId && flags ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 } : null;
}
