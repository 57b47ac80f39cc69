import { AsyncLocalStorage } from 'node:async_hooks';

/** Carries the request id to where no argument can: Yoga masks errors, and libraries log, without a context. */
export const requestScope = new AsyncLocalStorage<{ readonly requestId: string }>();

export const currentRequestId = (): string | null => requestScope.getStore()?.requestId ?? null;
