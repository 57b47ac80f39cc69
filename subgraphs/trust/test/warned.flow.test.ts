import { accountsLinked } from '@praetor/contracts/account-links';
import { accountSuspended } from '@praetor/contracts/accounts';
import type { Envelope } from '@praetor/contracts/envelope';
import { chargebackRaised } from '@praetor/contracts/marketplace';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { expect, test } from 'vitest';
import type { LinkKind } from '../src/domain/fact.ts';
import { trustWorld, type KeptRow, type TrustWorld } from './world.ts';

const rowOf = async (world: TrustWorld, of: Id<'account'>): Promise<KeptRow | undefined> =>
  (await world.rows()).find(({ account_id }) => account_id === uuidOf(of));

const linkOf = (world: TrustWorld, one: Id<'account'>, other: Id<'account'>, kind: LinkKind): Envelope =>
  world.told(accountsLinked, {
    accountId: one,
    otherAccountId: other,
    kind,
    evidence: 'ab'.repeat(32),
    since: world.clock.now().toISOString(),
    sharedBy: 2,
  } as never);

const chargeback = (world: TrustWorld, buyerRef: Id<'account'>): Envelope => {
  const amount = { amountMinor: 5_000, currency: 'EUR' };
  const refs = { chargebackRef: newId('request'), orderRef: null, paymentRef: null, sellerRef: null };
  return world.told(chargebackRaised, { ...refs, buyerRef, amount, reason: null });
};

/** A fraud to be, someone new who shares something with them, and someone who was there long before. */
async function neighbours(world: TrustWorld, kind: LinkKind) {
  const [elder, fraud, fresh] = [world.account(), world.account(), world.account()];
  const long = new Date(world.clock.now().getTime() - 400 * 86_400_000);
  await world.hear([world.order(elder, null, long), world.order(fraud), world.order(fraud)]);
  world.clock.advance(1_000);
  await world.hear([world.order(fresh), linkOf(world, fraud, fresh, kind), linkOf(world, elder, fraud, kind)]);
  return { elder, fraud, fresh };
}

test.each(['device', 'wallet', 'payout'] as const)(
  'who shares a %s with an account that turns bad is stored as suspect in the same transaction, and that is told',
  async (kind) => {
    await using world = await trustWorld();
    const { elder, fraud, fresh } = await neighbours(world, kind);
    const before = { fresh: await rowOf(world, fresh), elder: await rowOf(world, elder) };
    expect(before.fresh).toMatchObject({ tier: 'new', manual_review: false });
    const chargebacks = [1, 2, 3].map(() => chargeback(world, fraud));
    await world.hear(chargebacks);
    expect(await rowOf(world, fresh), 'nothing was said of it in between').toMatchObject({ tier: 'low', manual_review: true });
    expect(await rowOf(world, elder), 'who was here first inherits nothing').toMatchObject({ tier: before.elder?.tier });
    const told = async (type: string) => (await world.announced(type)).filter(({ data }) => data.accountId === fresh);
    expect(await told('trust.tierChanged.v1')).toMatchObject([
      { data: { previousTier: 'new', tier: 'low' }, praetorcause: { causationId: chargebacks.at(-1)!.id } },
    ]);
    expect((await told('trust.scoreChanged.v1')).at(-1)).toMatchObject({ data: { tier: 'low' } });
    expect(await told('trust.reviewRequested.v1')).toHaveLength(1);
    await world.hear([chargeback(world, fraud)]);
    expect(await told('trust.tierChanged.v1'), 'once').toHaveLength(1);
  },
);

test('one address among many is no accusation, and only who is linked is warned', async () => {
  await using world = await trustWorld();
  const { fraud, fresh } = await neighbours(world, 'ip');
  const stranger = world.account();
  await world.hear([world.order(stranger)]);
  const before = await rowOf(world, stranger);
  await world.hear([1, 2, 3].map(() => chargeback(world, fraud)));
  expect(await rowOf(world, fresh)).toMatchObject({ tier: 'new' });
  expect(await rowOf(world, stranger)).toEqual(before);
});

test('event by event, in batches, and learnt again from the log: the same rows; statements do not grow with the batch', async () => {
  const story = async (world: TrustWorld, portion: number): Promise<Envelope[]> => {
    const [fraud, one, other, third] = [world.account(), world.account(), world.account(), world.account()].toSorted();
    const events = [
      world.order(fraud!),
      world.order(one!),
      linkOf(world, fraud!, one!, 'device'),
      linkOf(world, fraud!, other!, 'payout'),
      chargeback(world, fraud!),
      world.order(one!, third!),
      world.order(third!, one!),
      chargeback(world, fraud!),
      linkOf(world, one!, other!, 'wallet'),
      chargeback(world, one!),
      chargeback(world, one!),
      world.told(accountSuspended, { accountId: fraud!, why: 'x', flagId: null }),
      world.order(other!, third!),
    ].map((event, second) => ({ ...event, time: new Date(world.clock.now().getTime() - 60_000 + second * 1_000).toISOString() }));
    for (let at = 0; at < events.length; at += portion) await world.hear(events.slice(at, at + portion));
    return events;
  };
  await using world = await trustWorld();
  const events = await story(world, 1);
  const rows = await world.rows();
  expect(rows.filter(({ tier }) => tier === 'low').length).toBeGreaterThan(1);
  await world.rebuild(events);
  expect(await world.rows()).toEqual(rows);
  for (const portion of [2, 3, 5, 13]) {
    await world.admin.query('delete from trust.trust_profile');
    for (let at = 0; at < events.length; at += portion) await world.hear(events.slice(at, at + portion));
    expect(await world.rows(), `in portions of ${portion}`).toEqual(rows);
  }
  const cost = async (accounts: number): Promise<number> => {
    const frauds = Array.from({ length: accounts }, world.account);
    await world.hear(frauds.flatMap((fraud) => [world.order(fraud), linkOf(world, fraud, world.account(), 'device')]));
    return (await world.statements(() => world.hear(frauds.map((fraud) => chargeback(world, fraud))))).length;
  };
  expect(await cost(40)).toBe(await cost(2));
});
