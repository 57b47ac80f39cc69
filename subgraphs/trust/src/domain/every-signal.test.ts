import { days } from '@praetor/kernel/clock';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { heardTypes, statementsOf } from './event-signals.ts';
import type { Happening } from './happening.ts';
import type { Factor } from './model.ts';
import { currentModel as model } from './models.ts';
import { newProfile, witnessAll, type Profile, type Statement } from './profile.ts';
import type { Side } from './signal.ts';

const now = Date.UTC(2026, 0, 1);
const [buyer, seller, suspect] = ['acc_buyer', 'acc_seller', 'acc_suspect'];
const parties = { b: buyer, s: seller };
const trade = { orderRef: 'o', buyerRef: 'b', sellerRef: 's' };
const happened = (type: string, data: object): Happening => ({
  id: `evt_${type}`,
  type,
  time: new Date(now).toISOString(),
  data: data as Happening['data'],
  praetorparties: parties,
});

/** Both with a year of what the marketplace itself says of them, and someone suspended beside. */
const deed = (accountId: string, side: Side, kind: 'orderCompleted' | 'suspended'): Statement => {
  return { accountId, side, kind, at: now - days(100), magnitude: 1000, eventId: 'evt' };
};
const before: ReadonlyMap<string, Profile> = witnessAll(
  new Map(),
  [
    ...Array.from({ length: 8 }, () => [deed(buyer, 'buyer', 'orderCompleted'), deed(seller, 'seller', 'orderCompleted')]).flat(),
    deed(suspect, 'buyer', 'suspended'),
  ],
  model,
  now,
);

/** What an event moves: by whom, the points of which factor in which role, up or down. */
function moves(event: Happening): string[] {
  const after = witnessAll(before, statementsOf(event), model, now);
  return [buyer, seller].flatMap((id) => {
    const points = (profile: Profile): Map<string, number> =>
      new Map(assess(profile.state, model, now).explanation.map(({ factor, side, points: of }) => [`${factor} ${side}`, of]));
    const [was, is] = [points(before.get(id) ?? newProfile(model)), points(after.get(id) ?? before.get(id)!)];
    return [...new Set([...was.keys(), ...is.keys()])]
      .filter((key) => !key.startsWith('start') && !key.startsWith('orders buyer') && !key.startsWith('orders seller'))
      .map((key) => [key, (is.get(key) ?? 0) - (was.get(key) ?? 0)] as const)
      .filter(([key, by]) => by !== 0 && (is.get(key) ?? 0) !== 0 && !was.has(key))
      .map(([key, by]) => `${id === buyer ? 'b' : 's'} ${key} ${by > 0 ? '+' : '-'}`);
  });
}
/** The same of orders, of which both have some. */
function orders(event: Happening): string[] {
  const after = witnessAll(before, statementsOf(event), model, now);
  const worth = (profile: Profile, side: Side) => assess(profile.state, model, now).sideScores[side]!;
  return (
    [
      [buyer, 'buyer'],
      [seller, 'seller'],
    ] as const
  ).flatMap(([id, side]) => {
    const by = worth(after.get(id) ?? before.get(id)!, side) - worth(before.get(id)!, side);
    return by === 0 ? [] : [`${id === buyer ? 'b' : 's'} orders ${side} ${by > 0 ? '+' : '-'}`];
  });
}

type Row = [what: string, type: string, data: object, moved: `${'b' | 's'} ${Factor} ${Side | 'null'} ${'+' | '-'}`[]];
const link = { accountId: buyer, otherAccountId: suspect, kind: 'wallet', evidence: 'x', sharedBy: 2 };
const flag = { accountId: seller, entity: { type: 'listing' } };
const table: Row[] = [
  ['order success', 'marketplace.orderCompleted.v1', trade, ['b orders buyer +', 's orders seller +']],
  ['an order that was called off', 'marketplace.orderCancelled.v1', { ...trade, cancelledBy: 'buyer' }, ['b orders buyer -']],
  ['an order sent back', 'marketplace.orderReturned.v1', trade, ['b orders buyer -', 's orders seller -']],
  ['order failure', 'marketplace.orderFailed.v1', { ...trade, causedBy: 'seller' }, ['s orders seller -']],
  ['a payment', 'marketplace.paymentSucceeded.v1', { payerRef: 'b', payeeRef: null }, ['b payments buyer +']],
  ['payment failure', 'marketplace.paymentFailed.v1', { payerRef: 'b', payeeRef: 's' }, ['b payments buyer -']],
  ['refunds', 'marketplace.refundIssued.v1', trade, ['b refunds buyer -', 's refunds seller -']],
  ['chargebacks', 'marketplace.chargebackRaised.v1', trade, ['b chargebacks buyer -', 's chargebacks seller -']],
  ['a coupon', 'marketplace.couponRedeemed.v1', { userRef: 'b' }, ['b coupons buyer +']],
  ['coupon abuse', 'marketplace.couponAbused.v1', { userRef: 'b' }, ['b coupons buyer -']],
  ['a good rating', 'marketplace.ratingGiven.v1', { raterRef: 'b', ratedRef: 's', score: 8 }, ['s ratings seller +']],
  ['a bad rating', 'marketplace.ratingGiven.v1', { raterRef: 'b', ratedRef: 's', score: -8 }, ['s ratings seller -']],
  ['a device change', 'accounts.deviceSeen.v1', { accountId: buyer, firstTime: true }, ['b devices buyer -']],
  ['IP risk', 'marketplace.deviceSeen.v1', { userRef: 'b', deviceId: 'd', ipRisk: 90 }, ['b devices buyer -']],
  ['a dispute', 'disputes.opened.v1', { respondentId: seller }, ['s disputes seller -']],
  ['a late answer', 'disputes.answered.v1', { respondentId: seller, late: true }, ['s disputes seller -']],
  ['no answer', 'disputes.answerMissed.v1', { respondentId: seller }, ['s disputes seller -']],
  [
    'a dispute lost',
    'disputes.decided.v1',
    { claimantId: buyer, respondentId: seller, outcome: 'upheld' },
    ['s disputes seller -'],
  ],
  [
    'a dispute won and lost',
    'disputes.decided.v1',
    { claimantId: buyer, respondentId: seller, outcome: 'rejected' },
    ['b disputes buyer -', 's disputes seller +'],
  ],
  ['a flag', 'admin.flagRaised.v1', { ...flag, severity: 'high' }, ['s moderation seller -']],
  ['a warning', 'admin.flagResolved.v1', { ...flag, resolution: 'warn' }, ['s moderation seller -']],
  ['a listing taken down', 'admin.flagResolved.v1', { ...flag, resolution: 'delist' }, ['s moderation seller -']],
  ['a suspension', 'accounts.suspended.v1', { accountId: buyer }, ['b moderation buyer -']],
  ['its end', 'accounts.reinstated.v1', { accountId: buyer }, ['b moderation buyer +']],
  ['a lock', 'accounts.locked.v1', { accountId: buyer, why: 'failedLogins', until: null }, ['b security buyer -']],
  ['a failed login', 'accounts.loginFailed.v1', { accountId: buyer, why: 'credentials' }, ['b security buyer -']],
  ['a stolen session', 'accounts.sessionRevoked.v1', { accountId: buyer, why: 'reuseDetected' }, ['b security buyer -']],
  [
    'verification by documents',
    'accounts.kycLevelChanged.v1',
    { accountId: buyer, level: 'identified' },
    ['b verification null +'],
  ],
  ['verification by mail', 'accounts.verified.v1', { accountId: buyer }, ['b verification null +']],
  ['verification by the marketplace', 'marketplace.userVerified.v1', { userRef: 'b', level: 'full' }, ['b verification null +']],
  ['a shared wallet', 'accounts.accountsLinked.v1', link, ['b links null -']],
];

test.each(table)('%s (%s) moves its factor, of whom and in the role it is about, and nothing else', (_, type, data, moved) => {
  const event = happened(type, data);
  expect([...orders(event).filter(() => moved.some((one) => one.includes(' orders '))), ...moves(event)]).toEqual(moved);
});

test('account age adds points with time, up to its most, and of no role', () => {
  const at = (daysLater: number) =>
    assess(before.get(buyer)!.state, model, now + days(daysLater)).explanation.find(({ factor }) => factor === 'age');
  expect(at(0)).toMatchObject({ side: null, points: expect.any(Number) });
  const young = at(0)!.points;
  expect(at(400)!.points).toBeGreaterThan(young);
});

test('nothing that is heard is left out of this table, but what says how things stand', () => {
  const facts = ['accounts.unlocked.v1', 'accounts.closed.v1', 'accounts.reopened.v1', 'accounts.accountsUnlinked.v1'];
  expect(heardTypes.filter((type) => !table.some(([, of]) => of === type)).toSorted()).toEqual(facts.toSorted());
});

test('closed, suspended and unlinked accounts are as what was said last', () => {
  const hear = (profiles: ReadonlyMap<string, Profile>, type: string, data: object, at: number) => {
    const said = statementsOf({ ...happened(type, data), time: new Date(at).toISOString() });
    return new Map([...profiles, ...witnessAll(profiles, said, model, at)]);
  };
  const of = (profiles: ReadonlyMap<string, Profile>) => assess(profiles.get(buyer)!.state, model, now);
  const closed = hear(before, 'accounts.closed.v1', { accountId: buyer }, now);
  const open = hear(closed, 'accounts.reopened.v1', { accountId: buyer }, now + 1);
  const linked = hear(before, 'accounts.accountsLinked.v1', link, now);
  const unlinked = hear(linked, 'accounts.accountsUnlinked.v1', link, now + 1);
  expect([of(closed).barred, of(open).barred]).toEqual([true, false]);
  expect([of(linked).score < of(before).score, of(unlinked).score]).toEqual([true, of(before).score]);
});
