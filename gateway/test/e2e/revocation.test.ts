import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { administrators, form, login, newPerson, type Person, sendText, staff } from './client.ts';
import { root } from './forms/form.ts';
import { isHarmful, publicMutations, routes, wayIn, waysIn, type Authority } from './ways-in.ts';

/** After the commit was answered, nothing that is sent this much later finds the old authority accepted. */
const hardMs = 1_000;
/** Repeats the moments and the order of a run; printed, so that a failure can be repeated. */
const seed = Number(process.env.PRAETOR_SEED ?? Math.floor(Math.random() * 2 ** 31));
const api = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));

interface Revocation {
  readonly name: string;
  readonly run: (authority: Authority) => Promise<void>;
}

const done = async (token: string, mutation: string, typename: string): Promise<void> => {
  const { data, errors } = await sendText<Record<string, { __typename: string }>>(
    token,
    `mutation { ${mutation} { __typename } }`,
  );
  const [answer] = Object.values(data ?? {});
  if (answer?.__typename !== typename) throw new Error(`${mutation}: ${JSON.stringify({ data, errors })}`);
};

const [moderator, [admin, second]] = await Promise.all([staff('MODERATOR'), administrators()]);

const revocations: Revocation[] = [
  { name: 'lock', run: ({ id }) => done(moderator.token, `lockAccount(input: { accountId: "${id}", reason: "x" })`, 'Account') },
  {
    name: 'suspension',
    run: ({ id }) => done(moderator.token, `suspendAccount(input: { accountId: "${id}", reason: "x" })`, 'Account'),
  },
  { name: 'logout', run: ({ token }) => done(token, 'logout(input: {})', 'Session') },
  {
    name: 'password change',
    async run({ email, password }) {
      const other = await login(email, password);
      const input = `{ currentPassword: "${password}", newPassword: "a newer walk at dusk by the sea" }`;
      await done(other.token, `changePassword(input: ${input})`, 'Account');
    },
  },
];

/** Someone with every kind of authority that can be taken: session, refresh token, open streams, staff acting as them. */
async function someone(): Promise<Authority> {
  const person = await newPerson();
  const { token, refreshToken } = await login(person.email, person.password);
  const support = await staff('SUPPORT');
  const { data } = await sendText<{ startImpersonation: { accessToken: string } }>(
    support.token,
    `mutation { startImpersonation(input: { accountId: "${person.id}", reason: "Help." }) {
      ... on StartedImpersonation { accessToken } } }`,
  );
  return { ...person, token, refresh: { token: refreshToken }, impersonation: data?.startImpersonation.accessToken ?? '' };
}

/** A connection that was kept may be closed just when it is used again. */
const again = <Value>(run: () => Promise<Value>): Promise<Value> =>
  run().catch((error: unknown) => (error instanceof TypeError ? run() : Promise.reject(error)));

/** Shows that what is refused in the end was accepted before. */
let acceptedBefore = 0;

/** Every way in is tried over and over, at random, before, while and after the authority is taken. */
async function interleaved(revocation: Revocation, order: readonly number[]): Promise<number[]> {
  const authority = await again(someone);
  const ways = waysIn(api, revocation.name);
  let committedAt = Infinity;
  const accepted: { way: string; lateMs: number }[] = [];
  const tries = { all: 0, broken: 0 };
  const taking = (async () => {
    await sleep(150 + (order[0]! % 200));
    await again(() => revocation.run(authority));
    committedAt = performance.now();
  })();
  const until = () => performance.now() < committedAt + hardMs + 300;
  const worker = async (offset: number) => {
    for (let at = offset; until(); at += 1) {
      const way = ways[order[at % order.length]! % ways.length]!;
      if (isHarmful(way) && performance.now() < committedAt) continue;
      const gateway = form.gateways[(order[at % order.length]! >> 8) % form.gateways.length]!;
      const sentAt = performance.now();
      const attempt = () => wayIn(api, way, gateway, authority, order[at % order.length]!);
      const isAccepted = await attempt().catch(() => ((tries.broken += 1), false));
      tries.all += 1;
      if (isAccepted && sentAt < committedAt) acceptedBefore += 1;
      if (isAccepted && sentAt > committedAt) accepted.push({ way, lateMs: sentAt - committedAt });
    }
  };
  await Promise.all([taking, ...[0, 1, 2, 3].map((offset) => worker(offset * 7))]);
  // A connection that breaks is no answer; nearly all are answered.
  expect(tries.broken, `of ${tries.all} attempts`).toBeLessThan(tries.all / 10);
  const late = accepted.filter(({ lateMs }) => lateMs > hardMs);
  expect(late, `${revocation.name}: accepted more than ${hardMs} ms after the commit`).toEqual([]);
  return accepted.map(({ lateMs }) => lateMs);
}

describe('every way in is known', () => {
  test('mutations that take no session have a probe of their own', () => {
    const supergraph = readFileSync(`${root}schema/subgraphs/accounts.graphql`, 'utf8');
    const open = [...supergraph.matchAll(/^ {2}(\w+)\(input: [^\n]*@policy\(policies: \[\["public"\]\]\)/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(open)).toEqual(new Set(publicMutations));
  });

  test('so do the routes of the gateway', () => {
    const server = readFileSync(`${root}gateway/src/server.ts`, 'utf8');
    const found = [...server.slice(server.indexOf('function routesOf')).matchAll(/^ +(?:async )?'(\/[^']*)'[:(]/gm)].map(
      ([, path]) => path,
    );
    expect(new Set(found)).toEqual(new Set(routes));
  });
});

test(
  `after what takes authority away, nothing accepts it (seed ${seed}, ${form.gateways.length} gateways)`,
  { timeout: 300_000 },
  async () => {
    const lateness: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...revocations),
        fc.array(fc.nat(2 ** 20), { minLength: 200, maxLength: 400 }),
        async (revocation, order) => void lateness.push(...(await interleaved(revocation, order))),
      ),
      { seed, numRuns: 8, endOnFailure: true },
    );
    expect(acceptedBefore).toBeGreaterThan(0);
    const sorted = lateness.toSorted((left, right) => left - right);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
    console.log(
      `${form.name}: ${sorted.length} accepted after the commit, at the latest: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(0.9999)} ms (seed ${seed})`,
    );
  },
);

test('open subscriptions end, on every gateway', async () => {
  const authority = await someone();
  const open = await Promise.all(
    form.gateways.map((gateway) =>
      fetch(`${gateway}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${authority.token}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ query: 'subscription { disputeChanged { id } }' }),
      }),
    ),
  );
  const ended = open.map(async (stream) => ({ text: await stream.text(), at: performance.now() }));
  await sleep(200);
  await revocations[0]!.run(authority);
  const committedAt = performance.now();
  for (const { text, at } of await Promise.all(ended)) {
    expect(text).not.toContain('"disputeChanged"');
    expect(at - committedAt).toBeLessThan(hardMs);
  }
});

test('a role that is taken gives nothing from then on, on any gateway', async () => {
  const person: Person = await newPerson();
  const ask = `assignRole(input: { accountId: "${person.id}", role: AUDITOR }) { ... on RoleAssignment { request { id } } }`;
  const { data } = await sendText<{ assignRole: { request: { id: string } } }>(admin.token, `mutation { ${ask} }`);
  await done(second.token, `approveRoleRequest(input: { roleRequestId: "${data?.assignRole.request.id}" })`, 'RoleRequest');
  const reads = async (gateway: string) => {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
      body: JSON.stringify({ query: '{ auditSummary { entries } }' }),
    });
    return ((await response.json()) as { data?: { auditSummary: unknown } }).data?.auditSummary != null;
  };
  await sleep(200);
  for (const gateway of form.gateways) expect(await reads(gateway)).toBe(true);
  await done(admin.token, `revokeRole(input: { accountId: "${person.id}", role: AUDITOR })`, 'Account');
  await sleep(hardMs);
  for (const gateway of form.gateways) expect(await reads(gateway)).toBe(false);
});

test('a revoked API key opens nothing, on any gateway', async () => {
  const create =
    'createApiKey(input: { name: "Short", operationsOnly: false }) { ... on CreatedApiKey { secret apiKey { id } } }';
  const { data } = await sendText<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    admin.token,
    `mutation { ${create} }`,
  );
  const { secret, apiKey } = data!.createApiKey;
  const opens = async (gateway: string) => {
    const response = await fetch(`${gateway}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents-batch+json' },
      body: '[]',
    });
    return response.status !== 401;
  };
  for (const gateway of form.gateways) expect(await opens(gateway)).toBe(true);
  await done(admin.token, `revokeApiKey(input: { apiKeyId: "${apiKey.id}" })`, 'ApiKey');
  await sleep(hardMs);
  for (const gateway of form.gateways) expect(await opens(gateway)).toBe(false);
});
