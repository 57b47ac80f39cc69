import { AsyncLocalStorage } from 'node:async_hooks';

/** Of the request in progress, what no argument carries to where libraries log and errors are masked. */
export interface RequestScope {
  readonly requestId: string | null;
  /** W3C Trace Context. */
  readonly traceparent: string | null;
  /** As the caller sent it, when it is valid: the parent of our first span. */
  readonly callersTraceparent?: string | null;
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

/** A pino `mixin`: every line that is written for a request names it, and its trace. */
export function requestFields(): { requestId?: string; traceId?: string } {
  const { requestId, traceparent } = requestScope.getStore() ?? {};
  const traceId = traceparent?.split('-')[1];
  return { ...(requestId && { requestId }), ...(traceId && { traceId }) };
}
