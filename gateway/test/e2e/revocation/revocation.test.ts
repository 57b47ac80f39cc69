import { readFileSync } from 'node:fs';
import { seeded } from '@praetor/testkit/seeded';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form } from '../client.ts';
import { root } from '../forms/form.ts';
import { type Direct, directly } from './direct.ts';
import { publicMutations, routes } from './entry-points.ts';
import { openMutations } from './field-ways.ts';
import { customer, proofKinds } from './people.ts';
import { revocations } from './revocations.ts';
import { again, hardMs, Trial } from './trial.ts';
import { waysIn } from './ways-in.ts';

/** Repeats the moments and the order of a run; printed, so that a failure can be repeated. */
const seed = Number(process.env.PRAETOR_SEED ?? Math.floor(Math.random() * 2 ** 31));
const schema = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));
const ways = waysIn(schema);
/** After these, each way is tried at least once. */
const everyWay: readonly string[] = ['lock', 'loss of a role', 'end of a key'];

let direct: Direct | null;
beforeAll(async () => (direct = await directly()));
afterAll(() => direct?.[Symbol.asyncDispose]());

describe('every way in is known', () => {
  test('mutations that take no session have a way of their own, or a reason', () => {
    expect(new Set(Object.keys(publicMutations))).toEqual(new Set(openMutations()));
    const tried = new Set<string>(ways.map(({ group }) => group));
    for (const [name, how] of Object.entries(publicMutations)) expect(tried.has(how) || how.includes(' '), name).toBe(true);
  });

  test('so do the routes of the gateway', () => {
    const server = readFileSync(`${root}gateway/src/server.ts`, 'utf8');
    const found = [...server.slice(server.indexOf('function routesOf')).matchAll(/^ +(?:async )?'(\/[^']*)'[:(]/gm)].map(
      ([, path]) => path,
    );
    expect(new Set(found)).toEqual(new Set(Object.keys(routes)));
  });

  test('and every root field of the public schema', () => {
    const names = new Set(ways.map(({ name }) => name));
    for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
      for (const name of Object.keys(type?.getFields() ?? {}))
        if (!Object.hasOwn(publicMutations, name)) expect(names, name).toContain(`session: ${type!.name.toLowerCase()} ${name}`);
  });
});

test('while nothing is taken, each proof in the hand is taken', async () => {
  const authority = await again(customer);
  // The new password last: it ends the others.
  for (const kind of [...proofKinds].toSorted((one) => (one === 'resetLink' ? 1 : -1)))
    for (const proof of authority.proofs[kind]) expect(await again(() => proof(form.url)), kind).toBe(true);
});

const lateness: number[] = [];
afterAll(() => {
  const sorted = lateness.toSorted((left, right) => left - right);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  console.log(
    `${form.name}: ${sorted.length} accepted after the commit, at the latest: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(0.9999)} ms (seed ${seed})`,
  );
});

describe(`after what takes authority away, nothing accepts it (seed ${seed}, ${form.gateways.length} gateways)`, () => {
  test.each(revocations.map((one) => [one.name, one] as const))('%s', { timeout: 120_000 }, async (_, revocation) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (run) => {
        const fraction = seeded(run);
        const number = (): number => Math.floor(fraction() * 2 ** 24);
        const trial = new Trial(revocation, { schema, direct, ways, number });
        const authority = await trial.run();
        const { name, ends } = revocation;
        expect([...trial.before].toSorted(), `${name}: accepted before`).toEqual(trial.shown.toSorted());
        const goesOn = trial.shown.filter((group) => !ends.includes(group));
        expect([...trial.after].toSorted(), `${name}: goes on`).toEqual(goesOn.toSorted());
        if (everyWay.includes(name)) await trial.sweep(authority);
        expect(trial.tries.broken, `of ${trial.tries.all} attempts`).toBeLessThan(trial.tries.all / 10);
        const tooLate = trial.late.filter(({ lateMs }) => lateMs > hardMs);
        expect(tooLate, `${name}: accepted more than ${hardMs} ms after the commit`).toEqual([]);
        lateness.push(...trial.late.map(({ lateMs }) => lateMs));
      }),
      { seed, numRuns: 1, endOnFailure: true },
    );
  });
});
