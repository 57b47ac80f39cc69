import { requestScope } from '@praetor/telemetry/request-scope';

/** Carries the request id to where no argument can: Yoga masks errors, and libraries log, without a context. */
export { requestScope };

export const currentRequestId = (): string | null => requestScope.getStore()?.requestId ?? null;
