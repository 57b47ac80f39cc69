import type { IncomingEvent } from '@praetor/contracts/cloudevents';
import { newId } from '@praetor/kernel/id';
import { partnerActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestEvents } from '../src/commands/ingest-events.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const total = { amountMinor: 1200, currency: 'GBP' };
const order = (
  id: string,
  buyerRef: string | null,
  sellerRef: string | null = 'shop',
  source = 'https://shop.example',
): Partial<IncomingEvent> => ({
  id,
  source,
  type: 'marketplace.orderCompleted.v1',
  subject: `order/${id}`,
  time: '2026-01-10T08:00:00.000Z',
  traceparent: null,
  data: { orderRef: id, buyerRef, sellerRef, total },
});
const raised = (id: string, disputeRef: string, claimantRef: string): Partial<IncomingEvent> => ({
  ...order(id, null),
  type: 'marketplace.disputeRaised.v1',
  data: { disputeRef, claimantRef, respondentRef: 'bank', orderRef: null, category: 'loan', description: 'Wrong.', claim: null },
});
const take = (events: unknown[], actor = world.partner) => ingestEvents(world.room(actor), { events });
const outcomes = async (events: unknown[]) => (await take(events)).map(({ outcome }) => outcome);
const envelopes = async (ids: string[]) => (await world.announced()).filter(({ id }) => ids.includes(id));
const accountsNamed = async (refs: string[]) =>
  (
    await world.admin.query<{ ref: string; account_id: string }>(
      'select ref, account_id from accounts.external_identity where ref = any($1)',
      [refs],
    )
  ).rows;

describe('ingesting', () => {
  test('announces each event in its own words, with the people it names resolved', async () => {
    expect(await take([order('o-1', 'ann', 'zed')])).toEqual([
      { index: 0, id: 'o-1', outcome: 'accepted', code: null, message: null },
    ]);
    const [event] = await envelopes(['o-1']);
    const { ann, zed } = event!.praetorparties as { ann: string; zed: string };
    expect(event).toMatchObject({
      source: 'https://shop.example',
      subject: 'order/o-1',
      time: '2026-01-10T08:00:00.000Z',
      tenantid: world.tenantId,
      partitionkey: `account/${ann}`,
      praetorcause: { actorKind: 'partner', actorId: world.partner.id },
      data: { buyerRef: 'ann', total },
    });
    const created = (await world.announced('accounts.created.v1')).filter(({ data }) =>
      [ann, zed].includes(data.accountId as string),
    );
    expect(created.map(({ data }) => [data.externalRef, data.claimed])).toEqual([
      ['ann', false],
      ['zed', false],
    ]);
    expect(created[0]!.partitionkey).toBe(event!.partitionkey);
  });

  test('accepts an id of a source once: within a batch, after it, and beside it', async () => {
    const batch = [order('o-2', 'bob'), order('o-2', 'bob'), order('o-3', 'bob')];
    expect(await outcomes(batch)).toEqual(['accepted', 'duplicate', 'accepted']);
    expect(await outcomes(batch)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await outcomes([order('o-2', 'bob', 'shop', 'https://other.example')])).toEqual(['accepted']);
    expect(await envelopes(['o-2', 'o-3'])).toHaveLength(3);
  });

  test('refuses a broken event and keeps the good ones', async () => {
    const broken = { ...order('o-5', 'cid'), data: { orderRef: 'o-5' } };
    const results = await take([
      order('o-4', 'cid'),
      broken,
      'nonsense',
      null,
      { ...order('o-6', 'x'), type: 'accounts.created.v1' },
    ]);
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['accepted', null],
      ['refused', 'INVALID_DATA'],
      ['refused', 'INVALID_CLOUDEVENT'],
      ['refused', 'INVALID_CLOUDEVENT'],
      ['refused', 'UNKNOWN_EVENT_TYPE'],
    ]);
  });

  test('keeps the order of one dispute, and of a person otherwise', async () => {
    await take([raised('d-1', 'C-9', 'dora'), order('o-7', null, 'gus'), order('o-8', null, null)]);
    const [dispute, sold, guest] = await envelopes(['d-1', 'o-7', 'o-8']);
    expect(dispute!.partitionkey).toBe('dispute/C-9');
    expect(sold!.partitionkey).toBe(`account/${sold!.praetorparties!['gus']}`);
    expect(guest).toMatchObject({ partitionkey: 'order/o-8', praetorparties: null });
  });

  test('parallel batches that name the same people and events agree on both', async () => {
    const people = Array.from({ length: 800 }, (_, n) => `p-${n}`);
    const batch = (turn: number) => {
      const events = people.map((ref, n) => order(`q-${turn % 3}-${n}`, ref));
      return turn % 2 ? events : events.toReversed();
    };
    const all = (await Promise.all(Array.from({ length: 12 }, (_, turn) => outcomes(batch(turn))))).flat();
    expect(all.filter((outcome) => outcome === 'accepted')).toHaveLength(2400);
    const found = await accountsNamed(people);
    expect(found).toHaveLength(800);
    const created = (await world.announced('accounts.created.v1')).filter(({ data }) =>
      people.includes(data.externalRef as string),
    );
    expect(created).toHaveLength(800);
  });

  test('parallel batches of other events that name the same new people wait for each other', async () => {
    const people = Array.from({ length: 800 }, (_, n) => `n-${n}`);
    const batch = (turn: number) => {
      const events = people.map((ref, n) => order(`n-${turn}-${n}`, ref));
      return turn % 2 ? events : events.toReversed();
    };
    const all = (await Promise.all(Array.from({ length: 8 }, (_, turn) => outcomes(batch(turn))))).flat();
    expect(new Set(all)).toEqual(new Set(['accepted']));
    expect(await accountsNamed(people)).toHaveLength(800);
    const { rows } = await world.admin.query<{ n: string }>(
      `select count(*) as n from accounts.account a where not claimed
       and not exists (select 1 from accounts.external_identity i where i.account_id = a.id)`,
    );
    expect(rows, 'no account of nobody').toEqual([{ n: '0' }]);
  });

  test('one reference means one person a source, and another in another tenant', async () => {
    const tenantId = await world.tenant();
    await take([order('s-1', 'same')]);
    await take([order('s-1', 'same', 'shop', 'https://elsewhere.example')]);
    await take([order('s-1', 'same')], partnerActor(tenantId));
    const found = await accountsNamed(['same']);
    expect(new Set(found.map((row) => row.account_id)).size).toBe(3);
  });

  test('whatever comes in, every event has one outcome and is announced when accepted', async () => {
    const ref = fc.constantFrom('r-1', 'r-2', 'r\n', 'r\0', '\ud800', '', null);
    const event = fc.record({
      id: fc.constantFrom('f-1', 'f-2', 'f-3', '', 7),
      buyer: ref,
      source: fc.constantFrom('urn:a', 'praetor/accounts'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(event, fc.jsonValue()), { maxLength: 12 }), async (batch) => {
        const tenantId = newId('tenant');
        const events = batch.map((one) =>
          one && typeof one === 'object' && 'buyer' in one
            ? { ...order('x', one.buyer as string), id: one.id, source: one.source }
            : one,
        );
        const results = await take(events, partnerActor(tenantId));
        expect(results.map(({ index }) => index)).toEqual(events.map((_, index) => index));
        const accepted = results.filter(({ outcome }) => outcome === 'accepted');
        const announced = (await world.announced()).filter(({ tenantid, source }) => tenantid === tenantId && source === 'urn:a');
        expect(new Set(announced.map(({ id }) => id))).toEqual(new Set(accepted.map(({ id }) => id)));
        expect(announced).toHaveLength(accepted.length);
      }),
      { numRuns: 40 },
    );
  });

  test('refuses more than a batch', async () => {
    await expect(take(Array.from({ length: 1001 }, () => null))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
