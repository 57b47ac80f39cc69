import type { SpanAttributes, SpanOptions, Spans } from './span.ts';

let spans: Spans | null = null;

export interface TracingOptions {
  /** Where OTLP over HTTP is received, without `/v1/traces`; null: there is no tracing, and none of its code is loaded. */
  readonly endpoint: string | null;
  /** `service.name`. */
  readonly service: string;
  readonly clock: () => Date;
}

/** Sends spans from now on. What was begun is sent when it is disposed. */
export async function startTracing({ endpoint, service, clock }: TracingOptions): Promise<AsyncDisposable> {
  if (endpoint === null) return { [Symbol.asyncDispose]: async () => {} };
  const { openOtlp } = await import('./otlp.ts');
  const otlp = openOtlp({ endpoint, service, clock });
  spans = otlp.spans;
  return {
    async [Symbol.asyncDispose]() {
      spans = null;
      await otlp.close();
    },
  };
}

export const isTracing = (): boolean => spans !== null;

/** Runs `work` in a span. Names are few: what differs from call to call is an attribute. */
export function traced<Value>(name: string, options: SpanOptions, work: () => Promise<Value>): Promise<Value> {
  return spans ? spans.run(name, options, work) : work();
}

/**
 * Runs what resolves a field, in a span when it takes time: what answers at once, or in no recorded trace, has none.
 */
export const whileResolving = (attributes: SpanAttributes, work: () => unknown): unknown =>
  spans ? spans.resolving(attributes, work) : work();

/** A span that ends now, under the one in progress; of what has none, nothing is told. */
export const spanEnded = (name: string, milliseconds: number, attributes: SpanAttributes): void =>
  spans?.ended(name, milliseconds, attributes);

/** W3C Trace Context of the span in progress. */
export const currentTraceparent = (): string | null => spans?.traceparent() ?? null;
