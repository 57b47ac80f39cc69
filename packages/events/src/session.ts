import pg from 'pg';
import { Bell, pauseAfter } from './bell.ts';

/**
 * A connection of its own for what cannot live in a pool: notifications, and locks that last as long as the process does.
 * Opened by the first user, closed by the last; after a broken connection it comes back, and every listener is woken,
 * since what was said meanwhile is unknown.
 */
export class Session {
  readonly #url: string;
  readonly #listeners = new Map<string, Set<() => void>>();
  /** Lock name to whoever holds it in this process. */
  readonly #held = new Map<string, object>();
  #client: Promise<pg.Client> | null = null;
  #users = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = new AbortController();

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls `wake` for every notification on the channel, until disposed. */
  async listen(channel: string, wake: () => void): Promise<AsyncDisposable> {
    this.#users += 1;
    const wakes = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, wakes.add(wake));
    await this.#use((client) => client.query(`listen ${channel}`)).catch(() => undefined);
    return {
      [Symbol.asyncDispose]: async () => {
        wakes.delete(wake);
        await this.#leave();
      },
    };
  }

  /**
   * Takes, or still has, an advisory lock that Postgres frees when this process dies. It spares double work only: whoever
   * relies on it must stay correct when a broken connection frees it unnoticed.
   */
  async hold(name: string, owner: object): Promise<boolean> {
    const holder = this.#held.get(name);
    if (holder) return holder === owner;
    this.#held.set(name, owner);
    const got = await this.#use(async (client) => {
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(727, hashtext($1)) as got', [name]);
      return rows[0]!.got;
    }).catch(() => false);
    if (!got && this.#held.get(name) === owner) this.#held.delete(name);
    return got;
  }

  async release(name: string, owner: object): Promise<void> {
    if (this.#held.get(name) !== owner) return;
    this.#held.delete(name);
    await this.#use((client) => client.query('select pg_advisory_unlock(727, hashtext($1))', [name])).catch(() => undefined);
  }

  /** One query after the other: that is all a connection can do. */
  #use<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const client = (this.#client ??= this.#connect());
      try {
        return await work(await client);
      } catch (error) {
        this.#lost(client);
        throw error;
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #connect(): Promise<pg.Client> {
    const connecting = (async () => {
      const client = new pg.Client({ connectionString: this.#url, application_name: 'praetor-session', keepAlive: true });
      client.on('notification', ({ channel }) => this.#listeners.get(channel)?.forEach((wake) => wake()));
      client.on('error', () => this.#lost(connecting));
      client.once('end', () => this.#lost(connecting));
      await client.connect();
      for (const channel of this.#listeners.keys()) await client.query(`listen ${channel}`);
      return client;
    })();
    return connecting;
  }

  /** Forgets a broken connection and its locks, and connects again in the background. */
  #lost(broken: Promise<pg.Client>): void {
    if (this.#client !== broken) return;
    this.#client = null;
    this.#held.clear();
    void broken.then((client) => client.end()).catch(() => undefined);
    if (this.#users) void this.#reconnect(this.#closed.signal);
  }

  async #reconnect(closed: AbortSignal): Promise<void> {
    for (let failures = 1; !closed.aborted && !this.#client; failures += 1) {
      await new Bell().wait(pauseAfter(failures), closed);
      if (closed.aborted || this.#client) return;
      const connecting = this.#connect();
      this.#client = connecting;
      try {
        await connecting;
        for (const wakes of this.#listeners.values()) wakes.forEach((wake) => wake());
      } catch {
        if (this.#client === connecting) this.#client = null;
      }
    }
  }

  async #leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users) return;
    this.#closed.abort();
    this.#closed = new AbortController();
    const last = this.#client;
    this.#client = null;
    this.#held.clear();
    await last?.then((client) => client.end()).catch(() => undefined);
  }
}

const sessions = new Map<string, Session>();

/** The session of one login: relay, transport and consumers of a subgraph share it. */
export function sessionOf(url: string): Session {
  const session = sessions.get(url) ?? new Session(url);
  sessions.set(url, session);
  return session;
}
