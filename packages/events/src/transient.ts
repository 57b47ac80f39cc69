/** SQLSTATE classes and codes that say "not now": connection, resources, shutdown, deadlock, serialization, lock timeout. */
const states = /^(08(?!P01)...|53...|57P0[123]|40001|40P01|55P03|25P0[34])$/;
const sockets = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** What `pg` throws without a code. */
const phrases =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Driver has been destroyed|Cannot use a pool after calling end)/;

/** Whether the same work may well succeed later: the database's trouble, not the event's. */
export function isTransient(error: unknown): boolean {
  for (
    let at = error, depth = 0;
    at instanceof Error && depth < 5;
    at = at.cause ?? (at as { previous?: unknown }).previous, depth += 1
  ) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && (states.test(code) || sockets.has(code))) return true;
    if (phrases.test(at.message)) return true;
  }
  return false;
}
