import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chargebackRaised, ratingGiven } from '@praetor/contracts/marketplace';
import { days } from '@praetor/kernel/clock';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { expect, test } from 'vitest';
import { approveTrustOverride } from '../src/commands/decide-override.ts';
import { overrideTrust } from '../src/commands/override-trust.ts';
import { trustWorld, type TrustWorld } from './world.ts';

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const news = ['trust.scoreChanged.v1', 'trust.tierChanged.v1', 'trust.reviewRequested.v1'] as const;

/** What a sweep told of an account. */
async function toldBy(world: TrustWorld, job: string, accountId: Id<'account'>): Promise<string[]> {
  const all = await world.announced();
  const own = all.filter(({ data, praetorcause }) => data.accountId === accountId && praetorcause.actorId === job);
  return own.map(({ type }) => type).filter((type) => (news as readonly string[]).includes(type));
}

/** Whose trade will have faded in some years, and what people of standing said of it will not. */
async function fading(world: TrustWorld, count: number): Promise<Id<'account'>[]> {
  const [raters, rated] = [many(2, world.account), many(count, world.account)];
  await world.hear([...raters, ...rated].flatMap((buyer) => many(12, () => world.order(buyer))));
  const bad = (raterRef: string, ratedRef: string) => world.told(ratingGiven, { raterRef, ratedRef, score: -10, orderRef: null });
  await world.hear(rated.flatMap((one) => raters.map((rater) => bad(rater, one))));
  return rated;
}

/** The marketplace's time moves on by years. */
async function yearsLater(world: TrustWorld, years: number): Promise<void> {
  world.clock.advance(days(365 * years));
  await world.hear([world.order(world.account())]);
}

/** Someone who cheated, and of whom two people say otherwise for a week. */
async function excused(world: TrustWorld): Promise<Id<'account'>> {
  const buyer = world.account();
  const amount = { amountMinor: 5_000, currency: 'EUR' };
  const refs = { orderRef: null, paymentRef: null, sellerRef: null, reason: null };
  await world.hear([
    world.order(buyer),
    ...many(3, () => world.told(chargebackRaised, { ...refs, chargebackRef: newId('request'), buyerRef: buyer, amount })),
  ]);
  const [first, second] = many(2, () => world.room(accountActor(world.tenantId, ['ADMIN'])));
  const until = new Date(world.clock.now().getTime() + days(7));
  const wanted = { accountId: buyer, tier: 'standard' as const, riskLevel: 'low' as const, until, reason: 'x' };
  const { id } = await overrideTrust(first!, wanted);
  await approveTrustOverride(second!, { overrideId: id });
  return buyer;
}

const jobOf = (world: TrustWorld, name: string) => world.subgraph.jobs.find((job) => job.name === name)!;
const tierOf = async (world: TrustWorld, of: Id<'account'>) =>
  (await world.rows()).find(({ account_id }) => account_id === uuidOf(of))?.tier;

test('evidence that fades lowers a tier by the sweep, which tells score, tier and that someone should look, once', async () => {
  await using world = await trustWorld();
  const [rated] = (await fading(world, 1)) as [Id<'account'>];
  expect(await tierOf(world, rated)).toBe('standard');
  const sweep = jobOf(world, 'trust.sweepDecay');
  expect(await sweep.runOnce()).toBe(0);
  await yearsLater(world, 4);
  expect(await sweep.runOnce()).toBeGreaterThan(0);
  expect(await tierOf(world, rated)).toBe('low');
  expect(await toldBy(world, 'trust.sweepDecay', rated)).toEqual(news);
  expect(await sweep.runOnce()).toBe(0);
  expect(await toldBy(world, 'trust.sweepDecay', rated)).toEqual(news);
});

test('an override that ends by the sweep tells the same', async () => {
  await using world = await trustWorld();
  const buyer = await excused(world);
  expect(await tierOf(world, buyer)).toBe('standard');
  const sweep = jobOf(world, 'trust.expireOverrides');
  expect(await sweep.runOnce()).toBe(0);
  world.clock.advance(days(7));
  expect(await sweep.runOnce()).toBe(1);
  expect(await tierOf(world, buyer)).toBe('low');
  expect(await toldBy(world, 'trust.expireOverrides', buyer)).toEqual(news);
  expect(await sweep.runOnce()).toBe(0);
});

/** Runs all sweeps in a process of its own that dies after so many statements; whether it came to its end. */
async function sweptUntil(world: TrustWorld, statements: number): Promise<boolean> {
  const script = fileURLToPath(new URL('sweeping-child.ts', import.meta.url));
  const args = [script, world.adminUrl, world.clock.now().toISOString(), String(statements)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([0, 'SIGKILL']).toContain(signal ?? code);
  return code === 0;
}

test('killed after any of its statements, a sweep loses nothing and tells nothing twice', { timeout: 240_000 }, async () => {
  await using world = await trustWorld();
  const rated = await fading(world, 5);
  const buyer = await excused(world);
  await yearsLater(world, 4);
  let died = 0;
  for (let statements = 3; !(await sweptUntil(world, statements)); statements += 2) died += 1;
  expect(died).toBeGreaterThan(4);
  for (const account of rated) {
    expect(await tierOf(world, account)).toBe('low');
    expect(await toldBy(world, 'trust.sweepDecay', account)).toEqual(news);
  }
  const ended = (await world.announced('trust.overrideEnded.v1')).filter(({ data }) => data.accountId === buyer);
  expect(ended).toHaveLength(1);
  expect(await jobOf(world, 'trust.sweepDecay').runOnce()).toBe(0);
});
