import type { Deadline } from './deadline.ts';

/** No longer than a person notices; spread, so that those who failed together do not come back together. */
const mostPauseMs = 50;

/** A read may be repeated; a mutation may have happened although its answer was lost. */
export const isRead = (query: string): boolean => /^\s*(?:query\b|\{)/.test(query);

// What Node and undici call a connection that could not be made, or broke before the answer began.
const connectionCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'ENOTFOUND',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Runs `ask` once more when the connection, and nothing else, failed. */
export async function onceMore<Answer>(ask: () => Promise<Answer>, deadline: Deadline): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (deadline.isOver || !isConnectionError(error)) throw error;
    await pause(Math.random() * mostPauseMs, deadline);
    return ask();
  }
}

function pause(milliseconds: number, deadline: Deadline): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    deadline.stops((reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
}

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && connectionCodes.has(error.code)) || isConnectionError(error.cause);
}
