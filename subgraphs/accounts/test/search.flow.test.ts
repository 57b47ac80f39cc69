import { deviceSeen } from '@praetor/contracts/marketplace';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestEvents } from '../src/commands/ingest-events.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const query = `query ($by: AccountSearchKey!, $term: String!, $prefix: Boolean, $first: Int, $after: String) {
  searchAccounts(by: $by, term: $term, prefix: $prefix, first: $first, after: $after) {
    edges { cursor node { value account { id } } } pageInfo { hasNextPage } } }`;
interface Found {
  edges: { cursor: string; node: { value: string; account: { id: string } } }[];
}
const search = async (by: string, term: string, more: Record<string, unknown> = {}) => {
  const { data, errors } = await world.query(world.staff('SUPPORT'), query, { by, term, ...more });
  expect(errors).toBeUndefined();
  return (data as { searchAccounts: Found }).searchAccounts.edges;
};

test('staff find accounts by any of their marks, exact or by the beginning, page by page', async () => {
  const people = [await world.person(), await world.person(), await world.person()];
  for (const [n, { account }] of people.entries()) {
    const data = { userRef: account.id, deviceId: `dev-${n}`, ip: `198.51.100.${n + 1}` };
    await world.receive(deviceSeen, { subject: { type: 'user', id: account.id }, data }, { [account.id]: account.id });
  }
  const [first] = people;
  const ids = (edges: Found['edges']) => edges.map(({ node }) => node.account.id);
  expect(ids(await search('EMAIL', ` ${first!.email.toUpperCase()} `))).toEqual([first!.account.id]);
  expect(ids(await search('ID', first!.account.id))).toEqual([first!.account.id]);
  expect(ids(await search('IP', '::ffff:198.51.100.1'))).toEqual([first!.account.id]);
  expect(ids(await search('DEVICE', 'praetor/marketplace dev-0'))).toEqual([first!.account.id]);
  const all = await search('IP', '198.51.100.', { prefix: true });
  expect(all.map(({ node }) => node.value)).toEqual(['198.51.100.1', '198.51.100.2', '198.51.100.3']);
  const [one] = await search('IP', '198.51.100.', { prefix: true, first: 1 });
  expect(await search('IP', '198.51.100.', { prefix: true, after: one!.cursor })).toEqual(all.slice(1));
  expect(await search('EMAIL', 'per%', { prefix: true }), 'wildcards mean themselves').toEqual([]);
  expect(await search('PHONE', '+43 1 234')).toEqual([]);
});

test('of many that share a mark each is found once, page by page, with as many statements for a long page as for a short one', async () => {
  const users = Array.from({ length: 47 }, (_, n) => `crowd-${n}`);
  const about = (userRef: string, n: number) => [
    { id: `r-${n}`, source: 'urn:m', type: 'marketplace.userRegistered.v1', data: { userRef, kind: 'buyer' } },
    { id: `d-${n}`, source: 'urn:m', type: 'marketplace.deviceSeen.v1', data: { userRef, deviceId: 'kiosk', ip: '203.0.113.9' } },
  ];
  await ingestEvents(world.room(world.partner), { events: users.flatMap(about) });
  await world.drain();
  const pages = async (by: string, term: string, first: number, prefix = false) => {
    const found: string[] = [];
    for (let after: string | undefined, full = true; full; full = found.length % first === 0) {
      const edges = await search(by, term, { first, prefix, ...(after && { after }) });
      if (!edges.length) break;
      found.push(...edges.map(({ node }) => node.account.id));
      after = edges.at(-1)!.cursor;
    }
    return found;
  };
  for (const [by, term, prefix] of [
    ['DEVICE', 'urn:m kiosk', false],
    ['IP', '203.0.113.9', false],
    ['IP', '203.0.113', true],
  ] as const) {
    const found = await pages(by, term, 10, prefix);
    expect([found.length, new Set(found).size], by).toEqual([47, 47]);
    expect(await pages(by, term, 100, prefix), by).toEqual(found);
  }
  const people = [await world.person(), await world.person(), await world.person()];
  const byMail = await pages('EMAIL', 'person-', 2, true);
  expect(byMail).toEqual(expect.arrayContaining(people.map(({ account }) => account.id)));
  expect(new Set(byMail).size).toBe(byMail.length);
  const statements = (first: number) => world.statements(() => search('DEVICE', 'urn:m kiosk', { first }));
  expect((await statements(40)).length).toBe((await statements(2)).length);
});

test('each search is announced, with the term apart; a short beginning and strangers are refused', async () => {
  const staff = world.staff('SUPPORT');
  await world.query(staff, query, { by: 'EMAIL', term: 'nobody@example.org' });
  expect((await world.announced('accounts.accountsSearched.v1')).at(-1)).toMatchObject({
    data: { by: 'email', prefix: false, term: 'nobody@example.org', found: 0 },
    praetorcause: { actorId: staff.id },
  });
  const short = await world.query(staff, query, { by: 'EMAIL', term: 'pe', prefix: true });
  expect(short.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  const buyer = await world.query(accountActor(world.tenantId), query, { by: 'EMAIL', term: 'person' });
  expect([buyer.data, buyer.errors?.[0]?.extensions.code]).toEqual([{ searchAccounts: null }, 'FORBIDDEN']);
});
