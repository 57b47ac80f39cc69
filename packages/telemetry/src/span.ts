export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes?: SpanAttributes;
  /** W3C Trace Context of the span's parent; without one, the span in progress. */
  readonly parent?: string | null | undefined;
  /** Trace Context of which a span without a parent takes the trace id. */
  readonly traceOf?: string | null | undefined;
}

/** What `otlp.ts` does once it is loaded. */
export interface Spans {
  run<Value>(name: string, options: SpanOptions, work: () => Promise<Value>): Promise<Value>;
  /** Runs `work`, whose promise is a span of a recorded trace. */
  resolving(attributes: SpanAttributes, work: () => unknown): unknown;
  ended(name: string, milliseconds: number, attributes: SpanAttributes): void;
  traceparent(): string | null;
}
