import { uuidOf, type Id } from '@praetor/kernel/id';
import pg from 'pg';

/** A statement that each connection parses and plans once, by its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** A prepared statement with what is bound to it. */
export interface Bound {
  readonly statement: Prepared;
  readonly parameters: readonly unknown[];
}

/** What follows from a look: perhaps a write, and what the caller is told once that is kept. */
export interface Conclusion<Answer> {
  readonly write: Bound | null;
  readonly answer: Answer;
}

/**
 * For what somebody waits for: connections of its own, so that no sweep or consumer is before it, and transactions of one tenant
 * that take two journeys to Postgres instead of five. Row-level security holds as everywhere.
 */
export interface ExpressLane extends AsyncDisposable {
  /** One transaction: one look, one thought, at most one write. What is answered is kept for good. Throws what Postgres throws. */
  inTenant<Row extends object, Answer>(
    tenantId: Id<'tenant'>,
    look: Bound,
    conclude: (rows: Row[]) => Promise<Conclusion<Answer>>,
  ): Promise<Answer>;
}

export interface ExpressLaneOptions {
  readonly url: string;
  /** As Postgres shows its connections. */
  readonly name: string;
  readonly connections: number;
  /** Told of each statement once it is answered: its text, and milliseconds. */
  readonly onStatement?: (text: string, took: number) => void;
}

export function createExpressLane(options: ExpressLaneOptions): ExpressLane {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.connections,
    idleTimeoutMillis: 30_000,
    // What is sent is not held back until the statement before is answered.
    pipeline: true,
  });
  // One that breaks fails whatever is under way on it, and is thrown away; the next caller opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async inTenant(tenantId, look, conclude) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        return await transaction({ client, ...options }, tenantId, look, conclude);
      } catch (error) {
        // Without a session Postgres has rolled back by itself, and the connection is of no more use.
        await client.query('rollback').catch((reason: Error) => (broken = reason));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

interface Way extends Pick<ExpressLaneOptions, 'onStatement'> {
  readonly client: pg.PoolClient;
}

async function transaction<Row extends object, Answer>(
  way: Way,
  tenantId: Id<'tenant'>,
  look: Bound,
  conclude: (rows: Row[]) => Promise<Conclusion<Answer>>,
): Promise<Answer> {
  const [, { rows }] = await all([way.client.query(beginIn(tenantId)), run<Row>(way, look)]);
  const { write, answer } = await conclude(rows);
  // A commit after a statement that failed rolls back, and the statement's error is what the caller is told.
  await all([...(write ? [run(way, write)] : []), way.client.query('commit')]);
  return answer;
}

/** Two statements in one message. An id is hexadecimal digits and hyphens: nothing in it needs quoting. */
const beginIn = (tenantId: Id<'tenant'>): string => `begin; select set_config('praetor.tenant_id', '${uuidOf(tenantId)}', true)`;

async function run<Row extends object>(
  { client, onStatement }: Way,
  { statement, parameters }: Bound,
): Promise<pg.QueryResult<Row>> {
  const began = performance.now();
  const result = await client.query<Row>({ ...statement, values: [...parameters] });
  onStatement?.(statement.text, performance.now() - began);
  return result;
}

/** All of them, once each is answered: a failed one must not leave others on the way. */
async function all<const Sent extends readonly Promise<unknown>[]>(
  sent: Sent,
): Promise<{ -readonly [At in keyof Sent]: Awaited<Sent[At]> }> {
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never;
}
