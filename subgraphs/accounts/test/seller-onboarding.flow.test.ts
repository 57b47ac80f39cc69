import { trustTierChanged } from '@praetor/contracts/trust';
import { days } from '@praetor/kernel/clock';
import { ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { InvalidInput, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnboardingWrongState } from '../src/domain/seller-onboarding.ts';
import { suspendAccount } from '../src/commands/suspend-account.ts';
import { reinstateAccount } from '../src/commands/reinstate-account.ts';
import { submitSellerDocuments, withdrawSellerApplication } from '../src/commands/submit-seller-documents.ts';
import { addPhone, confirmPhone, removePhone } from '../src/commands/verify-phone.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';
import { applied, decided, documents, eventsOf, handedIn, newestCheck } from './sellers.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const mine = async ({ actor }: Person) => {
  const query = `{ mySellerApplication { stage waitsFor outcome reasons attempt } me { roles kycLevel sellerProfile { businessName } } }`;
  const { data, errors } = await world.query(actor, query);
  if (errors) throw errors[0]!;
  return data as { mySellerApplication: { stage: string; outcome: string | null }; me: { roles: string[]; kycLevel: string } };
};
const trustSays = (person: Person, tier: 'new' | 'low' | 'standard', riskLevel: 'low' | 'high') =>
  world.receive(trustTierChanged, {
    subject: { type: 'account', id: person.account.id },
    data: {
      accountId: person.account.id,
      score: 500,
      tier,
      riskLevel,
      modelVersion: 'v',
      evaluatedAt: world.clock.now().toISOString(),
      previousTier: 'new',
    },
  });

/** Applies and passes stages up to payout's documents; the last approval is the caller's. */
async function upTo(stage: 'identity' | 'business' | 'payout', person: Person): Promise<void> {
  await applied(world, person);
  for (const one of ['identity', 'business', 'payout'] as const) {
    await handedIn(world, person);
    if (one === stage) return;
    await decided(world, person, true);
  }
}

test('from application to activation: role, profile, level, and each stage announced once', async () => {
  const person = await world.person();
  await upTo('payout', person);
  await decided(world, person, true);
  expect(await mine(person)).toEqual({
    mySellerApplication: { stage: 'ACTIVATION', waitsFor: 'PRAETOR', outcome: 'ACTIVATED', reasons: [], attempt: 0 },
    me: { roles: ['BUYER', 'SELLER'], kycLevel: 'VERIFIED_BUSINESS', sellerProfile: { businessName: 'Kettles & Co' } },
  });
  const stages = (await eventsOf(world, person, 'accounts.sellerStageReached.v1')).map(({ data }) => data.stage);
  expect(stages).toEqual(['application', 'identity', 'business', 'payout', 'trust', 'activation']);
  expect(await eventsOf(world, person, 'accounts.sellerUpgraded.v1')).toHaveLength(1);
  const levels = (await eventsOf(world, person, 'accounts.kycLevelChanged.v1')).map(({ data }) => data.level);
  expect(levels).toEqual(['identified', 'verifiedBusiness']);
});

describe('the reviewers', () => {
  test('find the check in their queue, with documents by reference, and decide with reasons; the applicant hands in again', async () => {
    const person = await world.person();
    await upTo('identity', person);
    const { data } = await world.query(
      world.staff('MODERATOR'),
      '{ kycChecks(state: PENDING, kind: IDENTITY, first: 1) { edges { node { account { id } documents { kind sha256 } } } } }',
    );
    expect(data?.kycChecks).toEqual({
      edges: [{ node: { account: { id: person.account.id }, documents: [{ kind: 'passport', sha256: documents[0]!.sha256 }] } }],
    });
    await expect(decided(world, person, false, [])).rejects.toThrow(InvalidInput);
    await decided(world, person, false, ['The photo is blurred.']);
    expect((await mine(person)).mySellerApplication).toMatchObject({
      stage: 'IDENTITY',
      waitsFor: 'APPLICANT',
      reasons: ['The photo is blurred.'],
      attempt: 1,
    });
    await handedIn(world, person);
    await decided(world, person, true);
    expect((await mine(person)).mySellerApplication).toMatchObject({ stage: 'BUSINESS', attempt: 0 });
  });

  test('end an application with the third no', async () => {
    const person = await world.person();
    await applied(world, person);
    for (const reason of ['Blurred.', 'Cut off.', 'Expired.']) {
      await handedIn(world, person);
      await decided(world, person, false, [reason]);
    }
    expect((await mine(person)).mySellerApplication).toMatchObject({ outcome: 'REJECTED', reasons: ['Expired.'] });
    const [rejected] = await eventsOf(world, person, 'accounts.sellerRejected.v1');
    expect(rejected?.data).toMatchObject({ stage: 'identity', outcome: 'rejected', reasons: ['Expired.'] });
    await applied(world, person);
  });

  test('are two where much is expected; nobody decides about themselves, nor twice', async () => {
    const person = await world.person();
    await applied(world, person, 1_000_000n);
    await handedIn(world, person);
    const check = await newestCheck(world, person);
    const first = world.staff('FINANCE');
    const self = { ...world.staff('MODERATOR'), id: person.account.id };
    await expect(decided(world, person, true, [], self)).rejects.toThrow(SecondPersonNeeded);
    await expect(decided(world, person, true, [], world.staff('SUPPORT'))).rejects.toThrow(PolicyDenied);
    await decided(world, person, true, [], first);
    expect((await mine(person)).me.kycLevel).toBe('NONE');
    await expect(decided(world, person, true, [], first)).rejects.toThrow(SecondPersonNeeded);
    await decided(world, person, true, [], world.staff('FINANCE'));
    expect((await mine(person)).me.kycLevel).toBe('IDENTIFIED');
    await expect(decided(world, person, true, [], world.staff('ADMIN'), check.id)).rejects.toThrow(ProposalClosed);
  });
});

describe('what stops it', () => {
  test('a deadline that passes, whoever was waited for', async () => {
    const person = await world.person();
    await applied(world, person);
    world.clock.advance(days(14));
    await world.runSagas();
    expect((await mine(person)).mySellerApplication).toMatchObject({ outcome: 'EXPIRED', reasons: ['applicantTookTooLong'] });
  });

  test('trust that speaks against someone, until it no longer does', async () => {
    const person = await world.person();
    await upTo('payout', person);
    await trustSays(person, 'low', 'high');
    await decided(world, person, true);
    expect((await mine(person)).mySellerApplication).toMatchObject({ stage: 'TRUST', outcome: null });
    expect((await mine(person)).me.roles).toEqual(['BUYER']);
    world.clock.advance(1000);
    await trustSays(person, 'standard', 'low');
    expect((await mine(person)).mySellerApplication.outcome).toBe('ACTIVATED');
  });

  test('trust that speaks against someone to the end', async () => {
    const person = await world.person();
    await upTo('payout', person);
    await trustSays(person, 'low', 'high');
    await decided(world, person, true);
    world.clock.advance(days(14));
    await world.runSagas();
    expect((await mine(person)).mySellerApplication).toMatchObject({
      outcome: 'REJECTED',
      reasons: ['trustThresholdNotReached'],
    });
  });

  test('an account that may not trade, until it is reinstated', async () => {
    const person = await world.person();
    await upTo('payout', person);
    const [room, accountId] = [world.room(world.staff('ADMIN')), person.account.id];
    await suspendAccount(room, { accountId, reason: 'Odd.' });
    await decided(world, person, true);
    expect((await mine(person)).mySellerApplication).toMatchObject({ stage: 'ACTIVATION', outcome: null });
    await reinstateAccount(room, { accountId, reason: 'It was fine.' });
    await world.drain();
    expect((await mine(person)).me.roles).toEqual(['BUYER', 'SELLER']);
  });

  test('the applicant: what was begun is undone, and nothing more happens', async () => {
    const person = await world.person();
    await upTo('identity', person);
    const check = await newestCheck(world, person);
    const { rows } = await world.admin.query<{ id: string }>('select 1 from accounts.kyc_check where state = $1', ['pending']);
    expect(rows.length).toBeGreaterThan(0);
    const room = world.room(person.actor);
    const { data } = await world.query(person.actor, '{ mySellerApplication { id } }');
    const { id: applicationId } = (data as { mySellerApplication: { id: string } }).mySellerApplication;
    const other = world.room((await world.person()).actor);
    await expect(withdrawSellerApplication(other, { applicationId })).rejects.toThrow(NotFound);
    await withdrawSellerApplication(room, { applicationId });
    await world.drain();
    await expect(decided(world, person, true, [], world.staff('ADMIN'), check.id)).rejects.toThrow(ProposalClosed);
    await expect(submitSellerDocuments(room, { applicationId, documents })).rejects.toThrow(OnboardingWrongState);
    const cancelled = (await eventsOf(world, person, 'accounts.kycCheckDecided.v1')).map(({ data: { state } }) => state);
    expect(cancelled).toEqual(['cancelled']);
    expect(await eventsOf(world, person, 'accounts.sellerWithdrawn.v1')).toHaveLength(1);
  });
});

test('however often and by however many it is called, each step is taken once', async () => {
  const person = await world.person();
  await upTo('payout', person);
  await decided(world, person, true);
  const before = (await world.announced()).length;
  const { data } = await world.query(person.actor, '{ mySellerApplication { id } }');
  const [saga] = world.subgraph.sagas.list;
  const id = (data as { mySellerApplication: { id: string } }).mySellerApplication.id;
  expect(await Promise.all(Array.from({ length: 5 }, () => saga!.advance(id)))).toEqual(Array(5).fill('done'));
  expect(await world.announced()).toHaveLength(before);
});

test('the applicant is told three days before a deadline, once a stage and each time anew', async () => {
  const person = await world.person();
  await applied(world, person);
  const told = async () => (await eventsOf(world, person, 'accounts.sellerDeadlineNear.v1')).map(({ data }) => data.stage);
  world.clock.advance(days(11) - 1);
  await world.runSagas();
  expect(await told(), 'not a moment too soon').toEqual([]);
  world.clock.advance(1);
  await world.runSagas();
  world.clock.advance(days(1));
  await world.runSagas();
  expect(await told()).toEqual(['identity']);
  await handedIn(world, person);
  await decided(world, person, false, ['Blurred.']);
  world.clock.advance(days(12));
  await world.runSagas();
  expect(await told()).toEqual(['identity', 'identity']);
  world.clock.advance(days(2));
  await world.runSagas();
  expect(await mine(person)).toMatchObject({ mySellerApplication: { outcome: 'EXPIRED' } });
});

test('whoever can be reached by a proven address and number is known a little, until one of them goes', async () => {
  const person = await world.person();
  const level = async () => (await mine(person)).me.kycLevel;
  const prove = async (phone: string) => {
    const { id: requestId } = await addPhone(world.room(person.actor), world.desk, { phone });
    await confirmPhone(world.room(person.actor), world.desk, { requestId, code: await world.secretFor(phone) });
  };
  expect(await level()).toBe('NONE');
  await prove('+41795550103');
  expect(await level()).toBe('BASIC');
  await removePhone(world.room(person.actor), {});
  expect(await level()).toBe('NONE');
  await prove('+41795550104');
  await upTo('identity', person);
  await decided(world, person, true);
  await removePhone(world.room(person.actor), {});
  expect(await level(), 'documents say more').toBe('IDENTIFIED');
  const levels = (await eventsOf(world, person, 'accounts.kycLevelChanged.v1')).map(({ data }) => data.level);
  expect(levels).toEqual(['basic', 'none', 'basic', 'identified']);
});
