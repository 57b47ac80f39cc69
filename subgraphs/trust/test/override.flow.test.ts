import { accountsLinked } from '@praetor/contracts/account-links';
import { chargebackRaised, couponAbused } from '@praetor/contracts/marketplace';
import { days, after } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const fields = `... on TrustOverride { id state needsApproval tier version endedWhy decidedBy { id } }
  ... on UserError { code message }`;
const operations = {
  overrideTrust: `mutation ($input: OverrideTrustInput!) { result: overrideTrust(input: $input) { ${fields} } }`,
  approve: `mutation ($input: ApproveTrustOverrideInput!) { result: approveTrustOverride(input: $input) { ${fields} } }`,
  reject: `mutation ($input: RejectTrustOverrideInput!) { result: rejectTrustOverride(input: $input) { ${fields} } }`,
  withdraw: `mutation ($input: WithdrawTrustOverrideInput!) { result: withdrawTrustOverride(input: $input) { ${fields} } }`,
  revoke: `mutation ($input: RevokeTrustOverrideInput!) { result: revokeTrustOverride(input: $input) { ${fields} } }`,
};
interface Result {
  id: string;
  code?: string;
  state?: string;
  [field: string]: unknown;
}
type Staff = ReturnType<typeof accountActor>;
const staff = (role = 'MODERATOR'): Staff => accountActor(world.tenantId, [role]);
async function run(actor: Staff, operation: keyof typeof operations, input: object): Promise<Result> {
  const { data, errors } = await world.query(actor, operations[operation], { input });
  expect(errors).toBeUndefined();
  return (data as { result: Result }).result;
}
const wanted = (accountId: string, tier = 'STANDARD', more: object = {}) => ({
  accountId,
  tier,
  until: after(world.clock.now(), days(7)).toISOString(),
  reason: 'Known to us.',
  ...more,
});
async function profileOf(accountId: string) {
  const query = `query ($id: ID!) { trustProfile(accountId: $id) { score tier riskLevel earnedTier override { id reason }
    limits { manualReview } explanation { points } } }`;
  const { data, errors } = await world.query(staff('AUDITOR'), query, { id: accountId });
  expect(errors).toBeUndefined();
  return (data as { trustProfile: { score: number; explanation: { points: number }[]; limits: object } }).trustProfile;
}
async function decisionOf(accountId: string) {
  const query = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) { ... on TrustDecision { tier outcome } } }`;
  const input = { requestId: newId('request'), accountId, action: 'COUPON' };
  return ((await world.query(partnerActor(world.tenantId), query, { input })).data as { trustDecision: object }).trustDecision;
}
const announcedOf = async (type: string, accountId: string) =>
  (await world.announced(type)).filter((event) => event.data.accountId === accountId);
const chargeback = (buyer: string) =>
  world.told(chargebackRaised, {
    chargebackRef: newId('request'),
    orderRef: null,
    paymentRef: null,
    buyerRef: buyer,
    sellerRef: null,
    amount: { amountMinor: 1, currency: 'EUR' },
    reason: null,
  });
const abuse = { couponCode: 'C', orderRef: null, pattern: 'p', detail: null };
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('one person', () => {
  test('takes trust away at once: profile, limits, decisions and news follow, the score does not', async () => {
    const buyer = world.account();
    await world.hear(many(12, () => world.order(buyer)));
    const done = await run(staff(), 'overrideTrust', wanted(buyer, 'LOW'));
    expect(done).toMatchObject({ state: 'ACTIVE', needsApproval: false });
    const profile = await profileOf(buyer);
    expect(profile).toMatchObject({ tier: 'LOW', earnedTier: 'TRUSTED', override: { id: done.id, reason: 'Known to us.' } });
    expect(profile.limits).toMatchObject({ manualReview: true });
    expect(profile.explanation.reduce((sum, { points }) => sum + points, 0)).toBe(profile.score);
    expect(await decisionOf(buyer)).toEqual({ tier: 'LOW', outcome: 'DENY' });
    expect((await announcedOf('trust.tierChanged.v1', buyer)).at(-1)).toMatchObject({
      data: { previousTier: 'trusted', tier: 'low' },
      praetorcause: { actorKind: 'account' },
    });
    expect((await announcedOf('trust.overrideActivated.v1', buyer))[0]).toMatchObject({
      data: { overrideId: done.id, approvedById: null },
      praetorcause: { reason: 'Known to us.' },
    });
  });

  test('may not decide about themselves, nor for a year and more, nor a partner at all', async () => {
    const self = staff();
    expect(await run(self, 'overrideTrust', wanted(self.id))).toMatchObject({ code: 'POLICY_DENIED' });
    const late = after(world.clock.now(), days(366)).toISOString();
    expect(await run(staff(), 'overrideTrust', wanted(world.account(), 'LOW', { until: late }))).toMatchObject({
      code: 'INVALID_INPUT',
    });
    const { errors } = await world.query(partnerActor(world.tenantId), operations.overrideTrust, {
      input: wanted(world.account()),
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  test('ends what another began; what has ended is not ended again', async () => {
    const buyer = world.account();
    const { id: overrideId } = await run(staff(), 'overrideTrust', wanted(buyer, 'LOW'));
    expect(await run(staff(), 'revoke', { overrideId, reason: 'Cleared up.' })).toMatchObject({
      state: 'ENDED',
      endedWhy: 'REVOKED',
    });
    expect(await profileOf(buyer)).toMatchObject({ tier: 'NEW', override: null });
    expect(await run(staff(), 'revoke', { overrideId, reason: 'Again.' })).toMatchObject({ code: 'TRUST_OVERRIDE_NOT_ACTIVE' });
  });
});

describe('two people', () => {
  test('give much: nothing holds before the second agrees, who is neither the first nor the one concerned', async () => {
    const [buyer, first] = [accountActor(world.tenantId, ['MODERATOR']), staff()];
    const asked = await run(first, 'overrideTrust', wanted(buyer.id, 'PREFERRED'));
    expect(asked).toMatchObject({ state: 'PENDING', needsApproval: true });
    expect(await decisionOf(buyer.id)).toMatchObject({ tier: 'NEW' });
    const input = { overrideId: asked.id };
    for (const actor of [first, buyer])
      expect(await run(actor, 'approve', input)).toMatchObject({ code: 'FOUR_EYES_SECOND_PERSON_NEEDED' });
    expect(await run(staff(), 'overrideTrust', wanted(buyer.id, 'LOW'))).toMatchObject({ code: 'TRUST_OVERRIDE_PENDING' });
    const second = staff();
    expect(await run(second, 'approve', { ...input, expectedVersion: 99 })).toMatchObject({ code: 'CONFLICT' });
    expect(await run(second, 'approve', input)).toMatchObject({ state: 'ACTIVE', decidedBy: { id: second.id } });
    expect(await decisionOf(buyer.id)).toEqual({ tier: 'PREFERRED', outcome: 'ALLOW' });
    expect(await run(staff(), 'approve', input)).toMatchObject({ code: 'FOUR_EYES_CLOSED' });
  });

  test('make light of a risk, until there is more of it than they knew', async () => {
    const buyer = world.account();
    await world.hear([...many(20, () => world.order(buyer)), ...many(2, () => chargeback(buyer))]);
    expect(await profileOf(buyer)).toMatchObject({ riskLevel: 'HIGH' });
    const asked = await run(staff(), 'overrideTrust', wanted(buyer, 'STANDARD', { riskLevel: 'LOW' }));
    expect(asked).toMatchObject({ state: 'PENDING' });
    await run(staff(), 'approve', { overrideId: asked.id });
    expect(await profileOf(buyer)).toMatchObject({ tier: 'STANDARD', riskLevel: 'LOW' });
    await world.hear([chargeback(buyer)]);
    expect(await profileOf(buyer)).toMatchObject({ tier: 'STANDARD', riskLevel: 'CRITICAL', limits: { manualReview: true } });
  });

  test('may disagree, or take back what they asked', async () => {
    const [buyer, first] = [world.account(), staff()];
    const ask = () => run(first, 'overrideTrust', wanted(buyer, 'TRUSTED'));
    const rejected = await ask();
    expect(await run(staff(), 'reject', { overrideId: rejected.id, reason: 'No.' })).toMatchObject({
      state: 'DECLINED',
      endedWhy: 'REJECTED',
    });
    const withdrawn = await ask();
    expect(await run(staff(), 'withdraw', { overrideId: withdrawn.id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await run(first, 'withdraw', { overrideId: withdrawn.id })).toMatchObject({ endedWhy: 'WITHDRAWN' });
    expect(await announcedOf('trust.overrideActivated.v1', buyer)).toEqual([]);
  });
});

describe('time', () => {
  test('ends an override by the sweep, once, with news; a decision does not wait for the sweep', async () => {
    await using own = await trustWorld();
    const buyer = own.account();
    const input = { accountId: buyer, tier: 'LOW', until: after(own.clock.now(), days(7)).toISOString(), reason: 'x' };
    const person = accountActor(own.tenantId, ['ADMIN']);
    await own.query(person, operations.overrideTrust, { input });
    await own.query(person, operations.overrideTrust, { input: { ...input, tier: 'TRUSTED' } });
    const sweep = own.subgraph.jobs.find(({ name }) => name === 'trust.expireOverrides')!;
    expect(await sweep.runOnce()).toBe(0);
    own.clock.advance(days(7));
    const ask = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) { ... on TrustDecision { tier } } }`;
    const question = { requestId: 'r', accountId: buyer, action: 'COUPON' };
    expect((await own.query(partnerActor(own.tenantId), ask, { input: question })).data).toEqual({
      trustDecision: { tier: 'NEW' },
    });
    expect(await sweep.runOnce(), 'one that held, one that nobody decided').toBe(2);
    expect(await sweep.runOnce()).toBe(0);
    expect((await own.announced('trust.overrideEnded.v1'))[0]).toMatchObject({
      data: { why: 'expired' },
      praetorcause: { actorId: 'trust.expireOverrides' },
    });
    expect((await own.announced('trust.overrideDeclined.v1'))[0]).toMatchObject({ data: { why: 'expired' } });
    expect((await own.announced('trust.tierChanged.v1')).at(-1)).toMatchObject({ data: { previousTier: 'low', tier: 'new' } });
  });

  test('a rebuild from the log gives the same rows, overrides and links included', async () => {
    await using own = await trustWorld();
    const accounts = many(6, own.account);
    const orders = accounts.flatMap((buyer, index) => many(index * 3, () => own.order(buyer, accounts[0]!)));
    const [one, other] = accounts as [string, string];
    const link = { accountId: one, otherAccountId: other, kind: 'device' as const, evidence: 'ab'.repeat(32), sharedBy: 2 };
    const linked = own.told(accountsLinked, { ...link, since: own.clock.now().toISOString() });
    const trouble = many(3, () => own.told(couponAbused, { ...abuse, userRef: one }));
    const before = [...orders, ...trouble, linked];
    await own.hear(before);
    for (const [index, accountId] of accounts.entries()) {
      const input = {
        accountId,
        tier: index % 2 ? 'LOW' : 'STANDARD',
        until: after(own.clock.now(), days(7)).toISOString(),
        reason: 'x',
      };
      await own.query(accountActor(own.tenantId, ['ADMIN']), operations.overrideTrust, { input });
    }
    const more = [own.order(accounts[1]!), own.order(accounts[2]!)];
    await own.hear(more);
    const kept = await own.rows();
    expect(kept.filter(({ state }) => (state as { facts?: { override?: object } }).facts?.override)).toHaveLength(6);
    expect(
      kept.some(({ state }) => (state as { links?: { suspicion: number }[] }).links?.some(({ suspicion }) => suspicion > 0)),
    ).toBe(true);
    const decided = (await own.announced()).filter(({ type }) => type.startsWith('trust.override'));
    await own.rebuild([...before, ...decided, ...more]);
    expect(await own.rows()).toEqual(kept);
  });
});
