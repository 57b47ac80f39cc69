import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import type { Standing } from '../../../src/data-source.ts';
import { form } from '../client.ts';
import type { Direct } from './direct.ts';
import { type Authority, colleague, customer } from './people.ts';
import type { Group, Revocation } from './revocations.ts';
import type { Way } from './way.ts';

/** After the commit was answered, nothing that is sent this much later finds the old authority accepted. */
export const hardMs = 1_000;

const ofColleagues: readonly Group[] = ['role', 'key'];
const ofCustomers: readonly Group[] = ['passkey', 'factor', 'link', 'impersonation'];

/** A connection that was kept may be closed just when it is used again. */
export const again = <Value>(run: () => Promise<Value>): Promise<Value> =>
  run().catch((error: unknown) => (error instanceof TypeError ? run() : Promise.reject(error)));

export interface Surroundings {
  readonly schema: GraphQLSchema;
  readonly direct: Direct | null;
  readonly ways: readonly Way[];
  /** Decides what is tried, where and when. */
  readonly number: () => number;
}

/** One authority that is tried by all its ways while it is taken away. */
export class Trial {
  readonly #revocation: Revocation;
  readonly #room: Surroundings;
  readonly #groups: ReadonlyMap<Group, Way[]>;
  readonly #known = new Map<string, Standing>();
  readonly #begunAt = performance.now();
  #committedAt = Infinity;
  /** Of what is over: how long after the commit each was sent that was still accepted. */
  readonly late: { readonly way: string; readonly lateMs: number }[] = [];
  /** By which something was accepted before, and long after. */
  readonly before = new Set<Group>();
  readonly after = new Set<Group>();
  /** An attempt whose connection breaks is no answer. */
  readonly tries = { all: 0, broken: 0 };

  constructor(revocation: Revocation, room: Surroundings) {
    this.#revocation = revocation;
    this.#room = room;
    const others = revocation.of === 'customer' ? ofColleagues : ofCustomers;
    this.#groups = Map.groupBy(
      room.ways.filter(({ group }) => !others.includes(group)),
      ({ group }) => group,
    );
  }

  /** Groups that can be tried without harm. */
  get shown(): Group[] {
    return [...this.#groups.keys()].filter((group) => this.#groups.get(group)?.some(({ harmful }) => !harmful));
  }

  /** Tries at random before, while and after: what is refused in the end was accepted before, what was not taken goes on. */
  async run(): Promise<Authority> {
    const { of, run } = this.#revocation;
    const authority = await again(of === 'customer' ? customer : colleague);
    const taking = (async () => {
      while (!this.shown.every((group) => this.before.has(group)) && !this.#isLong()) await sleep(10);
      await sleep(this.#room.number() % 300);
      await again(() => run(authority));
      this.#committedAt = performance.now();
    })();
    const workers = Array.from({ length: 4 }, () => this.#work(authority));
    await Promise.all([taking, ...workers]);
    return authority;
  }

  /** Tries everything that is over once. */
  async sweep(authority: Authority): Promise<void> {
    const left = [...this.#groups].flatMap(([group, all]) => (this.#revocation.ends.includes(group) ? all : []));
    const worker = async (): Promise<void> => {
      for (let way = left.pop(); way; way = left.pop()) await this.#attempt(authority, way, this.#room.number());
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  }

  /** Each group as often as the others: there are many fields and few links. */
  async #work(authority: Authority): Promise<void> {
    const groups = [...this.#groups.values()];
    while (!this.#isDone()) {
      const number = this.#room.number();
      const group = groups[number % groups.length]!;
      await this.#attempt(authority, group[(number >> 6) % group.length]!, number);
    }
  }

  #isLong(): boolean {
    return performance.now() - this.#begunAt > 40_000;
  }

  #isDone(): boolean {
    if (performance.now() < this.#committedAt + hardMs + 300) return false;
    return this.#isLong() || this.shown.every((group) => this.#revocation.ends.includes(group) || this.after.has(group));
  }

  async #attempt(authority: Authority, way: Way, number: number): Promise<void> {
    const gateway = form.gateways[(number >> 14) % form.gateways.length]!;
    const sentAt = performance.now();
    const [isOver, isEnded] = [sentAt > this.#committedAt, this.#revocation.ends.includes(way.group)];
    if (way.harmful && !(isOver && isEnded)) return;
    const { schema, direct } = this.#room;
    this.tries.all += 1;
    const isAccepted = await way
      .run({ schema, direct, gateway, authority, known: this.#known, seed: number, isOver })
      .catch(() => ((this.tries.broken += 1), false));
    if (!isAccepted) return;
    if (!isOver) this.before.add(way.group);
    else if (isEnded) this.late.push({ way: way.name, lateMs: sentAt - this.#committedAt });
    else if (sentAt > this.#committedAt + hardMs) this.after.add(way.group);
  }
}
