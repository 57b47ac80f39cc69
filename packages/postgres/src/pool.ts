import type { Client, Pool, PoolClient } from 'pg';

/**
 * Kysely gives a connection back to its pool only after the rollback succeeded, so every transaction that a restart or
 * failover of Postgres cuts off would take one connection out of the pool for good. `ROLLBACK` fails only where there is no
 * session left, and then Postgres has rolled back: saying so lets the pool have the connection back, and throw it away.
 */
export function giveBackBrokenConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient & Partial<Pick<Client, 'end'>>) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const rolledBack = (): unknown => {
      void client.end?.().catch(() => undefined);
      return { command: 'ROLLBACK', rows: [] };
    };
    client.query = ((...given: unknown[]) => {
      const answer = query(...given);
      return given[0] === 'rollback' && answer instanceof Promise ? answer.catch(rolledBack) : answer;
    }) as typeof client.query;
  });
}
