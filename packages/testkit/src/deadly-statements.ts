import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool, PoolClient } from 'pg';

/** Ends this process as nothing can catch; never resolves. */
export const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};

/**
 * Has the process die by SIGKILL at a statement that matches: `before` it is sent, or `after` it was run and before anything
 * else is, so that nothing of its transaction is committed.
 */
export async function dieAt(orm: MikroORM, when: 'before' | 'after', statement: RegExp): Promise<void> {
  const connection = orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> };
  const known = new WeakSet<PoolClient>();
  (await connection.getNativeClient()).on('acquire', (client: PoolClient) => {
    if (known.has(client)) return;
    known.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      const [first] = given as [string | { text: string }];
      const matches = statement.test(typeof first === 'string' ? first : first.text);
      if (matches && when === 'before') return die();
      const answer = query(...given);
      return matches && answer instanceof Promise ? answer.then(die) : answer;
    }) as typeof client.query;
  });
}
