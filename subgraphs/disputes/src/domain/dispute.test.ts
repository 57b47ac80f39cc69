import { days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { compare, money } from '@praetor/kernel/money';
import { Refusal } from '@praetor/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AlreadyAppealed,
  DeadlinePassed,
  RefundExceedsClaim,
  RefundOutcomeMismatch,
  WrongState,
  open,
  answer,
  appeal,
  contest,
  decide,
  finalise,
  forward,
  lapseContest,
  missAnswer,
  release,
  settle,
  startReview,
  withdraw,
  type Dispute,
  type DisputeEvent,
} from './dispute.ts';
import { evolve } from './evolve.ts';
import { ConflictOfInterest, NotAParty, SelfDispute } from './parties.ts';

const [claimant, respondent, reviewer, other] = [newId('account'), newId('account'), newId('account'), newId('account')] as const;
const start = new Date('2026-01-15T12:00:00Z');
const later = (count: number): Date => new Date(start.getTime() + days(count));
const claim = { claimantId: claimant, respondentId: respondent, claim: money(10_000n, 'EUR') };
const award = { outcome: 'partiallyUpheld', refund: money(4_000n, 'EUR'), rationale: 'Both have a point.' } as const;

const given = (...steps: ((dispute: Dispute) => DisputeEvent)[]): Dispute =>
  steps.reduce((dispute, step) => evolve(dispute, step(dispute)), open(claim, start));
const answered = (d: Dispute) => answer(d, respondent, 'It was sent.', start);
const contested = (d: Dispute) => contest(d, claimant, 'Untrue.', start);
const started = (d: Dispute) => startReview(d, reviewer, start);
const decided = (d: Dispute) => decide(d, reviewer, award, start);

describe('a dispute', () => {
  test('is not opened against oneself', () => {
    expect(() => open({ ...claim, respondentId: claimant }, start)).toThrow(SelfDispute);
  });

  test('waits ten days for an answer, counted anew from when the respondent was told', () => {
    expect(given()).toMatchObject({ status: 'open', answerBy: later(10) });
    expect(given((d) => forward(d, later(2)))).toMatchObject({ status: 'open', answerBy: later(12) });
  });

  test('is answered by the respondent only; late is noted, not refused', () => {
    expect(() => answer(given(), claimant, 'x', start)).toThrow(NotAParty);
    expect(answer(given(), respondent, 'x', later(9))).toMatchObject({ late: false });
    expect(answer(given(), respondent, 'x', later(10))).toMatchObject({ late: true });
  });

  test('goes to review unanswered once the time is over, and not a moment before', () => {
    expect(() => missAnswer(given(), new Date(later(10).getTime() - 1))).toThrow(WrongState);
    expect(evolve(given(), missAnswer(given(), later(10)))).toMatchObject({ status: 'awaitingReview', appealOf: null });
  });

  test('is settled by the claimant’s acceptance or silence, contested in time only', () => {
    const dispute = given(answered);
    expect(evolve(dispute, settle(dispute, claimant))).toMatchObject({ status: 'closed', why: 'settled' });
    expect(() => lapseContest(dispute, later(13))).toThrow(WrongState);
    expect(lapseContest(dispute, later(14))).toEqual({ type: 'Settled' });
    expect(() => contest(dispute, claimant, 'x', later(14))).toThrow(DeadlinePassed);
  });
});

describe('a review', () => {
  test('is not taken by a party, nor by whoever made the decision that is appealed', () => {
    const waiting = given(answered, contested);
    expect(() => startReview(waiting, respondent, start)).toThrow(ConflictOfInterest);
    const appealed = given(answered, contested, started, decided, (d) => appeal(d, claimant, 'x', start));
    expect(() => startReview(appealed, reviewer, start)).toThrow(ConflictOfInterest);
    expect(evolve(appealed, startReview(appealed, other, start))).toMatchObject({
      reviewerId: other,
      appealOf: { reviewerId: reviewer },
    });
  });

  test('is decided by its reviewer, who may hand it back; anyone may once the time is over', () => {
    const held = given(answered, contested, started);
    expect(() => decide(held, other, award, start)).toThrow(ConflictOfInterest);
    expect(() => release(held, other, later(13))).toThrow(ConflictOfInterest);
    expect(evolve(held, release(held, null, later(14)))).toMatchObject({ status: 'awaitingReview' });
  });

  test.each([
    ['more than claimed', { outcome: 'upheld', refund: money(10_001n, 'EUR') }, RefundExceedsClaim],
    ['another currency', { outcome: 'upheld', refund: money(10_000n, 'USD') }, RefundExceedsClaim],
    ['a refund for a rejected claim', { outcome: 'rejected', refund: money(1n, 'EUR') }, RefundOutcomeMismatch],
    ['nothing for a claim that is right', { outcome: 'upheld', refund: null }, RefundOutcomeMismatch],
    ['less than all for an upheld claim', { outcome: 'upheld', refund: money(9_999n, 'EUR') }, RefundOutcomeMismatch],
  ] as const)('does not award %s', (_, verdict, refusal) => {
    expect(() => decide(given(answered, contested, started), reviewer, { ...verdict, rationale: 'x' }, start)).toThrow(refusal);
  });
});

describe('an appeal', () => {
  const dispute = given(answered, contested, started, decided);

  test('is open to either party for fourteen days, once', () => {
    expect(() => appeal(dispute, other, 'x', start)).toThrow(NotAParty);
    expect(() => appeal(dispute, claimant, 'x', later(14))).toThrow(DeadlinePassed);
    const again = evolve(evolve(dispute, appeal(dispute, respondent, 'x', start)), {
      type: 'ReviewStarted',
      reviewerId: other,
      decideBy: later(14),
    });
    const final = evolve(again, decide(again, other, award, start));
    expect(() => appeal(final, claimant, 'x', start)).toThrow(AlreadyAppealed);
    expect(finalise(final, start)).toEqual({ type: 'Finalised' });
  });

  test('keeps the decision it is about until the next one', () => {
    expect(evolve(dispute, appeal(dispute, claimant, 'x', start))).toMatchObject({
      status: 'awaitingReview',
      appealOf: { outcome: 'partiallyUpheld' },
    });
  });
});

/** Anyone tries anything at any time. */
const attempt = fc.record({
  verb: fc.constantFrom(
    'forward',
    'answer',
    'missAnswer',
    'settle',
    'lapseContest',
    'contest',
    'startReview',
    'release',
    'decide',
    'appeal',
    'finalise',
    'withdraw',
  ),
  by: fc.constantFrom(claimant, respondent, reviewer, other),
  hours: fc.integer({ min: 0, max: 400 }),
  outcome: fc.constantFrom('upheld', 'partiallyUpheld', 'rejected'),
  refund: fc.option(fc.bigInt({ min: -5n, max: 20_000n })),
});

function tried(
  dispute: Dispute,
  { verb, by, outcome, refund }: typeof attempt extends fc.Arbitrary<infer T> ? T : never,
  now: Date,
): DisputeEvent {
  const verdict = { outcome, refund: refund === null ? null : money(refund, 'EUR'), rationale: 'x' } as const;
  const verbs = {
    forward: () => forward(dispute, now),
    answer: () => answer(dispute, by, 'x', now),
    missAnswer: () => missAnswer(dispute, now),
    settle: () => settle(dispute, by),
    lapseContest: () => lapseContest(dispute, now),
    contest: () => contest(dispute, by, 'x', now),
    startReview: () => startReview(dispute, by, now),
    release: () => release(dispute, by, now),
    decide: () => decide(dispute, by, verdict, now),
    appeal: () => appeal(dispute, by, 'x', now),
    finalise: () => finalise(dispute, now),
    withdraw: () => withdraw(dispute, by),
  };
  return verbs[verb]();
}

test('whatever anyone tries: only refusals are thrown, final states stay, no one judges themselves, no more is awarded than claimed', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      let [dispute, now, decisions] = [open(claim, start), start, 0];
      for (const next of attempts) {
        now = new Date(now.getTime() + next.hours * 3_600_000);
        const before = dispute;
        try {
          const event = tried(dispute, next, now);
          if (event.type === 'Decided') decisions += 1;
          dispute = evolve(dispute, event);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          continue;
        }
        expect(['closed', 'withdrawn']).not.toContain(before.status);
        expect(dispute).toMatchObject({ claimantId: claimant, respondentId: respondent, claim: claim.claim });
        if (dispute.status === 'underReview') {
          expect([claimant, respondent]).not.toContain(dispute.reviewerId);
          expect(dispute.reviewerId).not.toBe(dispute.appealOf?.reviewerId);
        }
        if (dispute.status === 'decided' && dispute.decision.refund) {
          expect(compare(dispute.decision.refund, claim.claim)).toBeLessThanOrEqual(0);
          expect(dispute.decision.refund.minor > 0n).toBe(true);
        }
        expect(decisions).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 500 },
  );
});
