import { accountsLinked, accountsUnlinked } from '@praetor/contracts/account-links';
import { deviceSeen, payoutDestinationUsed } from '@praetor/contracts/marketplace';
import { newId, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { accountActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvidenceKey } from '../src/commands/evidence-key.ts';
import { recordTraces } from '../src/commands/record-traces.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

/** A marketplace saw an account with a device at an address. */
const sighting = (accountId: Id<'account'>, deviceId: string, ip: string | null = null) => ({
  contract: deviceSeen,
  event: { subject: { type: 'user', id: accountId }, data: { userRef: accountId, deviceId, ip } },
  parties: { [accountId]: accountId },
});
const linksOf = async (id: string, first = 100) => {
  const { data, errors } = await world.query(
    world.staff('SUPPORT'),
    `{ account(id: "${id}") { linkedAccounts(first: ${first}) { edges { node { account { id } kind evidence since } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { linkedAccounts } = data!.account as {
    linkedAccounts: { edges: { node: { account: { id: string }; kind: string; evidence: string } }[] };
  };
  return linkedAccounts.edges.map(({ node }) => node);
};
const announced = async (type: string, id: string) =>
  (await world.announced(type)).filter(({ data }) => [data.accountId, data.otherAccountId].includes(id));

describe('accounts that share something', () => {
  test('are linked once, from both sides, with the evidence, and trust hears a digest of it', async () => {
    const [one, other] = [await world.person(), await world.person()].map(({ account }) => account.id) as [
      Id<'account'>,
      Id<'account'>,
    ];
    await world.receiveAll([sighting(one, 'd-1', '198.51.100.7'), sighting(other, 'd-2', '198.51.100.7')]);
    await world.receiveAll([sighting(other, 'd-1'), sighting(one, 'd-1', '198.51.100.7')]);
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      expect((await linksOf(from)).map(({ account, kind, evidence }) => [account.id, kind, evidence])).toEqual(
        expect.arrayContaining([
          [to, 'IP', '198.51.100.7'],
          [to, 'DEVICE', 'praetor/marketplace d-1'],
        ]),
      );
    }
    const events = await announced(accountsLinked.type, one);
    expect(new Set(events.map(({ data }) => data.kind))).toEqual(new Set(['device', 'ip']));
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('198.51.100.7');
    expect(events[0]!.data).toMatchObject({ accountId: [one, other].toSorted()[0], sharedBy: 2 });
  });

  test('by logging in from one device, too; two addresses of one /64 are one network', async () => {
    const [one, other] = [await world.person(), await world.person()];
    await world.signIn(one, 'a family’s tablet');
    await world.signIn(other, 'a family’s tablet');
    await world.drain();
    expect((await linksOf(one.account.id)).map(({ account, kind }) => [account.id, kind])).toContainEqual([
      other.account.id,
      'DEVICE',
    ]);
    await world.receiveAll([
      sighting(one.account.id, 'x-1', '2001:db8:1:2::7'),
      sighting(other.account.id, 'x-2', '2001:DB8:1:2:ffff::9'),
    ]);
    expect((await linksOf(one.account.id)).map(({ evidence }) => evidence)).toContain('2001:db8:1:2::/64');
    expect((await linksOf(one.account.id)).map(({ evidence }) => evidence)).not.toContain('10.0.0.1');
  });

  test('a crowd links nobody, and what was a link before it came is none any more', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, async () => (await world.person()).account.id));
    const at = (n: number) => sighting(ids[n]!, `own-${n}`, '203.0.113.9');
    await world.receiveAll([at(0), at(1), at(2), at(3)]);
    expect(await linksOf(ids[0]!)).toHaveLength(3);
    await world.receiveAll([at(4), at(5)]);
    expect(await linksOf(ids[0]!)).toEqual([]);
    expect(await announced(accountsUnlinked.type, ids[0]!)).toHaveLength(3);
    expect(await announced(accountsLinked.type, ids[5]!)).toEqual([]);
  });

  test('by being paid out to one destination, of which nothing can be read anywhere', async () => {
    const [one, other, far] = [await world.person(), await world.person(), await world.person()].map(
      ({ account }) => account.id,
    ) as [Id<'account'>, Id<'account'>, Id<'account'>];
    const fingerprint = 'psp_fp_7f3a9c1e5b2d8046';
    const paid = (accountId: Id<'account'>, to = fingerprint) => ({
      contract: payoutDestinationUsed,
      event: { subject: { type: 'user', id: accountId }, data: { userRef: accountId, fingerprint: to } },
      parties: { [accountId]: accountId },
    });
    await world.receiveAll([paid(one), paid(far, 'psp_fp_0000000000000000'), paid(other), paid(one)]);
    const links = await linksOf(one);
    expect(links.map(({ account, kind }) => [account.id, kind])).toEqual([[other, 'PAYOUT']]);
    expect(links[0]!.evidence).toMatch(/^[0-9a-f]{64}$/);
    expect((await announced(accountsLinked.type, other)).map(({ data }) => data.kind)).toEqual(['payout']);
    const kept = await world.admin.query(
      'select t::text as text from accounts.trace t union all select l::text from accounts.account_link l',
    );
    expect(kept.rows.filter(({ text }) => text.includes(fingerprint))).toEqual([]);
    expect(JSON.stringify(await world.announced('accounts.accountsLinked.v1'))).not.toContain(fingerprint);
  });

  test('only staff who may read accounts see it, and reading it is one index', async () => {
    const { account } = await world.person();
    const query = `{ account(id: "${account.id}") { linkedAccounts { edges { node { kind } } } } }`;
    for (const actor of [accountActor(world.tenantId), accountActor(world.tenantId, ['BUYER'], { id: account.id })]) {
      const { data, errors } = await world.query(actor, query);
      expect(data?.account).toEqual({ linkedAccounts: null });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

test('what the marketplace saw is listed with when first and last, in whatever order and however often it says so; it opens no session', async () => {
  const evidenceOf = createEvidenceKey('x'.repeat(32));
  const { account, actor } = await world.person();
  const tenantId = world.tenantId;
  const seen = [3, 1, 2].map((hour) => ({
    ...envelope(account.id, 'their-phone', null),
    time: `2026-01-01T0${hour}:00:00.000Z`,
  }));
  for (const events of [[seen[0]!], [seen[1]!, seen[2]!], seen, [seen[2]!]])
    await inTenant(world.subgraph.orm, tenantId, (tx) => recordTraces(tx, { tenantId, events, evidenceOf, announce: true }));
  const fields =
    'traces(kind: DEVICE) { edges { node { kind value firstSeenAt lastSeenAt } } } sessions { edges { node { id } } }';
  const ask = (by: typeof actor) => world.query(by, `{ account(id: "${account.id}") { ${fields} } }`);
  const node = {
    kind: 'DEVICE',
    value: 'urn:shop their-phone',
    firstSeenAt: '2026-01-01T01:00:00.000Z',
    lastSeenAt: '2026-01-01T03:00:00.000Z',
  };
  expect((await ask(world.staff('SUPPORT'))).data?.account).toEqual({ traces: { edges: [{ node }] }, sessions: { edges: [] } });
  expect((await ask(actor)).data?.account).toMatchObject({ traces: null });
});

test('however the sightings come in batches, the links are those of one by one; the statements do not grow', async () => {
  const evidenceOf = createEvidenceKey('x'.repeat(32));
  const people = Array.from({ length: 7 }, () => newId('account'));
  const seen = fc.record({ who: fc.nat(6), device: fc.nat(2), ip: fc.option(fc.nat(2)) });
  const dump = async (tenantId: Id<'tenant'>) => {
    const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).toSorted();
    return inTenant(world.subgraph.orm, tenantId, async (tx) => [
      sorted(await tx.execute('select account_id, other_account_id, kind, value, since from accounts.account_link')),
      sorted(await tx.execute('select kind, value, account_id, first_seen_at, last_seen_at from accounts.trace')),
    ]);
  };
  let time = 0;
  const property = fc.asyncProperty(fc.array(fc.array(seen, { maxLength: 8 }), { maxLength: 5 }), async (batches) => {
    const [batched, single] = [newId('tenant'), newId('tenant')];
    const events = batches.map((batch) =>
      batch.map(({ who, device, ip }) => ({
        ...envelope(people[who]!, `d${device}`, ip === null ? null : `198.51.100.${ip}`),
        time: new Date((time += 1000)).toISOString(),
      })),
    );
    const record = (tenantId: Id<'tenant'>, some: (typeof events)[number]) =>
      inTenant(world.subgraph.orm, tenantId, (tx) => recordTraces(tx, { tenantId, events: some, evidenceOf, announce: false }));
    for (const batch of events) expect((await world.statements(() => record(batched, batch))).length).toBeLessThan(12);
    for (const event of events.flat()) await record(single, [event]);
    expect(await dump(batched)).toEqual(await dump(single));
  });
  await fc.assert(property, { numRuns: 25 });
});

function envelope(accountId: Id<'account'>, deviceId: string, ip: string | null) {
  const cause = { actorId: null, ip: null };
  const data = { userRef: accountId, deviceId, ip };
  return {
    type: deviceSeen.type,
    source: 'urn:shop',
    data,
    praetorparties: { [accountId]: accountId },
    praetorcause: cause,
  } as never as Parameters<typeof recordTraces>[1]['events'][number];
}
