import { Conflict, IdempotencyMismatch, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptDisputeAnswer } from '../src/commands/accept-answer.ts';
import { appealDisputeDecision } from '../src/commands/appeal-decision.ts';
import { decideDispute } from '../src/commands/decide-dispute.ts';
import { MayNotOpen, openDispute, UnknownRespondent } from '../src/commands/open-dispute.ts';
import { releaseDisputeReview } from '../src/commands/release-review.ts';
import { startDisputeReview } from '../src/commands/start-review.ts';
import { submitDisputeEvidence } from '../src/commands/submit-evidence.ts';
import { withdrawDispute } from '../src/commands/withdraw-dispute.ts';
import { disputeById } from '../src/db/dispute.store.ts';
import { accountSuspended } from '@praetor/contracts/accounts';
import { WrongState } from '../src/domain/dispute.ts';
import { ConflictOfInterest } from '../src/domain/parties.ts';
import { disputesWorld, type DisputesWorld } from './world.ts';

let world: DisputesWorld;
beforeAll(async () => (world = await disputesWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const announcedOf = async (type: string, disputeId: string) =>
  (await world.announced(type)).filter((event) => event.data.disputeId === disputeId);
const stored = (actor: Parameters<DisputesWorld['room']>[0], id: string) =>
  disputeById(world.room(actor).em.fork(), id).catch(() => null);

describe('opening', () => {
  test('writes the dispute and announces who, why and what in one go', async () => {
    const { dispute, claimant, respondent } = await world.opened();
    expect(dispute).toMatchObject({ status: 'open', claimMinor: 10_000n, version: 1 });
    const [event] = await announcedOf('disputes.opened.v1', dispute.id);
    expect(event).toMatchObject({
      tenantid: world.tenantId,
      subject: `dispute/${dispute.id}`,
      praetorcause: { actorId: claimant.id, sessionId: claimant.sessionId, requestId: claimant.requestId, ip: claimant.ip },
      praetorchange: { before: null, after: { status: 'open' } },
      data: { respondentId: respondent.id, claim: { amountMinor: 10_000, currency: 'EUR' } },
    });
  });

  test('refuses a respondent that does not exist in this tenant, and a claimant that is suspended', async () => {
    const [claimant, respondent] = [await world.person(), await world.person()];
    const input = { category: 'other', description: 'x' };
    const stranger = await world.person(['SELLER'], newId('tenant'));
    await expect(openDispute(world.room(claimant), { ...input, respondentId: stranger.id })).rejects.toThrow(UnknownRespondent);
    await world.receive(accountSuspended, {
      subject: { type: 'account', id: claimant.id },
      data: { accountId: claimant.id, why: 'fraud', flagId: null },
    });
    await expect(openDispute(world.room(claimant), { ...input, respondentId: respondent.id })).rejects.toThrow(MayNotOpen);
  });

  test('has one effect for one idempotency key, however often and however parallel', async () => {
    const [claimant, respondent] = [await world.person(), await world.person()];
    const input = { respondentId: respondent.id, category: 'other', description: 'Twice sent.', idempotencyKey: 'k-1' };
    const rows = await Promise.all(Array.from({ length: 5 }, () => openDispute(world.room(claimant), input)));
    expect(new Set(rows.map((row) => row.id)).size).toBe(1);
    expect(await announcedOf('disputes.opened.v1', rows[0]!.id)).toHaveLength(1);
    await expect(openDispute(world.room(claimant), { ...input, description: 'Another.' })).rejects.toThrow(IdempotencyMismatch);
  });
});

describe('the way to a decision', () => {
  test('an accepted answer settles the dispute', async () => {
    const { dispute, claimant } = await world.answered();
    const settled = await acceptDisputeAnswer(world.room(claimant), { disputeId: dispute.id });
    expect(settled).toMatchObject({ status: 'closed', closedWhy: 'settled', dueAt: null });
  });

  test('a review starts once, and is announced once', async () => {
    const { dispute } = await world.awaitingReview();
    const reviewers = await Promise.all([world.person(['MODERATOR']), world.person(['FINANCE'])]);
    const tries = await Promise.allSettled(
      reviewers.map((actor) => startDisputeReview(world.room(actor), { disputeId: dispute.id })),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await announcedOf('disputes.reviewStarted.v1', dispute.id)).toHaveLength(1);
  });

  test('an appealed decision goes to another reviewer, whose decision stands', async () => {
    const { dispute, respondent, reviewer } = await world.decided();
    const disputeId = dispute.id;
    await appealDisputeDecision(world.room(respondent), { disputeId, grounds: 'Too much.' });
    await expect(startDisputeReview(world.room(reviewer), { disputeId })).rejects.toThrow(ConflictOfInterest);
    const second = await world.person(['MODERATOR']);
    await startDisputeReview(world.room(second), { disputeId });
    await releaseDisputeReview(world.room(second), { disputeId });
    await startDisputeReview(world.room(second), { disputeId });
    const final = await decideDispute(world.room(second), { disputeId, outcome: 'rejected', rationale: 'No ground.' });
    expect(final).toMatchObject({ status: 'decided', outcome: 'rejected', refundMinor: null, appealed: true });
    await expect(appealDisputeDecision(world.room(respondent), { disputeId, grounds: 'Again.' })).rejects.toMatchObject({
      code: 'DISPUTE_ALREADY_APPEALED',
    });
    await world.subgraph.jobs[0]!.runOnce();
    expect(await stored(second, disputeId)).toMatchObject({ status: 'closed', closedWhy: 'final' });
  });

  test('a moderator awards up to the policy’s limit, finance more; the refusal is announced with its policy', async () => {
    const { dispute, reviewer } = await world.underReview(900_000n);
    const verdict = {
      disputeId: dispute.id,
      outcome: 'upheld' as const,
      refund: { amountMinor: 900_000n, currency: 'EUR' },
      rationale: 'Clear.',
    };
    await expect(decideDispute(world.room(reviewer), verdict)).rejects.toThrow(PolicyDenied);
    const refused = (await world.announced('disputes.actionRefused.v1')).at(-1);
    expect(refused).toMatchObject({
      praetorstatus: 'refused',
      data: { action: 'decideDispute', code: 'POLICY_DENIED' },
      praetordecision: { effect: 'deny' },
    });
    const finance = { ...reviewer, roles: ['FINANCE'] };
    expect(await decideDispute(world.room(finance), verdict)).toMatchObject({ status: 'decided', refundMinor: 900_000n });
    const [decided] = await announcedOf('disputes.decided.v1', dispute.id);
    expect(decided!.praetordecision).toMatchObject({ effect: 'allow', policies: ['dispute-decide-finance'] });
  });

  test('a stale version is refused with the present one', async () => {
    const { dispute, claimant } = await world.answered();
    const input = { disputeId: dispute.id, reason: 'Found it.', expectedVersion: dispute.version - 1 };
    await expect(withdrawDispute(world.room(claimant), input)).rejects.toMatchObject({
      code: 'CONFLICT',
      currentVersion: dispute.version,
    });
    await expect(withdrawDispute(world.room(claimant), input)).rejects.toThrow(Conflict);
  });

  test('a refused command changes nothing', async () => {
    const { dispute, claimant } = await world.decided();
    await expect(withdrawDispute(world.room(claimant), { disputeId: dispute.id, reason: 'Late.' })).rejects.toThrow(WrongState);
    expect(await announcedOf('disputes.withdrawn.v1', dispute.id)).toEqual([]);
    expect(await stored(claimant, dispute.id)).toMatchObject({ status: 'decided', version: dispute.version });
  });
});

describe('evidence', () => {
  test('is added by parties while someone may weigh it, up to fifty pieces', async () => {
    const { dispute, claimant } = await world.opened();
    const input = { disputeId: dispute.id, kind: 'statement' as const, title: 'What happened', statement: 'Nothing came.' };
    for (let n = 0; n < 50; n += 1) await submitDisputeEvidence(world.room(claimant), input);
    await expect(submitDisputeEvidence(world.room(claimant), input)).rejects.toMatchObject({ code: 'DISPUTE_TOO_MUCH_EVIDENCE' });
    await withdrawDispute(world.room(claimant), { disputeId: dispute.id, reason: 'Solved.' });
    await expect(submitDisputeEvidence(world.room(claimant), input)).rejects.toThrow(WrongState);
  });

  test('a linked document needs its digest', async () => {
    const { dispute, claimant } = await world.opened();
    const input = { disputeId: dispute.id, kind: 'receipt' as const, title: 'Receipt', uri: 'https://files.example/r.pdf' };
    await expect(submitDisputeEvidence(world.room(claimant), input)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: ['sha256'] }],
    });
  });
});

describe('deadlines', () => {
  test('silence of the respondent leads to review, of the claimant to settlement, of the reviewer back to the queue, of both to the end', async () => {
    const staff = await world.person(['AUDITOR']);
    const [open, answered, held, decided] = [
      await world.opened(),
      await world.answered(),
      await world.underReview(),
      await world.decided(),
    ];
    world.clock.advance(days(15));
    await world.subgraph.jobs[0]!.runOnce();
    expect(await stored(staff, open.dispute.id)).toMatchObject({ status: 'awaitingReview' });
    expect(await stored(staff, answered.dispute.id)).toMatchObject({ status: 'closed', closedWhy: 'settled' });
    expect(await stored(staff, held.dispute.id)).toMatchObject({ status: 'awaitingReview', reviewerId: null });
    expect(await stored(staff, decided.dispute.id)).toMatchObject({ status: 'closed', closedWhy: 'final' });
    expect(await world.subgraph.jobs[0]!.runOnce()).toBe(0);
  });
});

test('an outsider learns nothing: a dispute of others is as absent as none', async () => {
  const { dispute } = await world.opened();
  const outsider = await world.person();
  await expect(withdrawDispute(world.room(outsider), { disputeId: dispute.id, reason: 'Mine.' })).rejects.toThrow(NotFound);
  await expect(withdrawDispute(world.room(outsider), { disputeId: newId('dispute'), reason: 'None.' })).rejects.toThrow(NotFound);
});
