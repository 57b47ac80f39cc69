import { chargebackRaised, couponAbused, entityFlagged } from '@praetor/contracts/marketplace';
import { trustReviewRequested } from '@praetor/contracts/trust';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminWorld, type AdminWorld } from './world.ts';

let world: AdminWorld;
beforeAll(async () => (world = await adminWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const subject = { type: 'marketplace', id: 'm' };
/** What staff see of an account’s flags. */
async function flagsOf(accountId: string) {
  const query = `{ _entities(representations: [{ __typename: "Account", id: "${accountId}" }]) { ... on Account { flags {
    edges { node { status category severity count entity { type id } raisedBy { kind id account { id } } account { id } } } } } } }`;
  const { data, errors } = await world.query(accountActor(world.tenantId, ['AUDITOR']), query);
  expect(errors).toBeUndefined();
  type Connection = { flags: { edges: { node: Record<string, unknown> }[] } };
  return (data!._entities as Connection[])[0]!.flags.edges.map(({ node }) => node);
}

test('what the marketplace flags is a flag of whoever reported it, on the account that answers for it', async () => {
  const [seller, buyer] = [newId('account'), newId('account')];
  const data = {
    entity: { type: 'listing', id: 'l-9' },
    category: 'counterfeit',
    reason: 'Fake.',
    ownerRef: 's',
    reporterRef: 'b',
  };
  await world.receive(entityFlagged, { subject, data }, { s: seller, b: buyer });
  expect(await flagsOf(seller)).toEqual([
    {
      status: 'OPEN',
      category: 'counterfeit',
      severity: 'MEDIUM',
      count: 1,
      entity: { type: 'listing', id: 'l-9' },
      raisedBy: { kind: 'ACCOUNT', id: buyer, account: { id: buyer } },
      account: { id: seller },
    },
  ]);
  const [raised] = await world.announced('admin.flagRaised.v1');
  expect(raised).toMatchObject({ praetorcause: { actorKind: 'system', actorId: 'admin.marketplace' } });
  expect(raised!.praetorcause.causationId).toBeTruthy();
});

test('the marketplace’s user is our account where that is known, and stays its user where not', async () => {
  const account = newId('account');
  const flag = { category: 'abuse', reason: 'Insults.', reporterRef: null };
  await world.receive(
    entityFlagged,
    { subject, data: { ...flag, entity: { type: 'user', id: 'u-1' }, ownerRef: 'u-1' } },
    { 'u-1': account },
  );
  expect(await flagsOf(account)).toMatchObject([
    { entity: { type: 'account', id: account }, raisedBy: { kind: 'SYSTEM', account: null } },
  ]);
  await world.receive(entityFlagged, { subject, data: { ...flag, entity: { type: 'account', id: 'u-2' }, ownerRef: null } });
  const query = '{ flags(entityType: "user") { edges { node { entity { id } account { id } } } } }';
  const { data } = await world.query(accountActor(world.tenantId, ['AUDITOR']), query);
  expect(data).toEqual({ flags: { edges: [{ node: { entity: { id: 'u-2' }, account: null } }] } });
});

test('offences of one account are one flag, the graver the more there are; a guest has none', async () => {
  const [cheat, payer] = [newId('account'), newId('account')];
  const abuse = { couponCode: 'WELCOME', userRef: 'c', pattern: 'Many accounts, one device.' };
  await world.receive(couponAbused, { subject, data: abuse }, { c: cheat });
  expect(await flagsOf(cheat)).toMatchObject([{ category: 'couponAbuse', severity: 'MEDIUM', count: 1 }]);
  const amount = { amountMinor: 100, currency: 'EUR' };
  const chargeback = (n: number, buyerRef: string | null) => ({
    subject: { type: 'chargeback', id: `cb-${n}` },
    data: { chargebackRef: `cb-${n}`, orderRef: null, buyerRef, sellerRef: null, amount },
  });
  for (let n = 1; n <= 3; n += 1) await world.receive(chargebackRaised, chargeback(n, 'p'), { p: payer });
  expect(await flagsOf(payer)).toMatchObject([{ category: 'chargeback', severity: 'HIGH', count: 3 }]);
  const before = (await world.announced()).length;
  await world.receive(chargebackRaised, chargeback(4, null));
  expect(await world.announced()).toHaveLength(before);
});

test('an account that trust wants reviewed is flagged once, as grave as the risk', async () => {
  const accountId = newId('account');
  const review = (riskLevel: 'high' | 'critical') => ({
    subject: { type: 'account', id: accountId },
    data: {
      accountId,
      score: 90,
      tier: 'low' as const,
      riskLevel,
      modelVersion: '1',
      evaluatedAt: '2026-01-15T12:00:00.000Z',
    },
  });
  await world.receive(trustReviewRequested, review('high'));
  expect(await flagsOf(accountId)).toMatchObject([{ category: 'trustReview', severity: 'HIGH', raisedBy: { id: 'trust' } }]);
  await world.receive(trustReviewRequested, review('critical'));
  expect(await flagsOf(accountId)).toMatchObject([{ severity: 'CRITICAL', count: 2 }]);
});
