import type { Claim, Decision, Dispute, DisputeEvent } from './dispute.ts';

/** The dispute after the event. Events come from the functions of `dispute.ts`, which checked that they may happen. */
export function evolve(dispute: Dispute, event: DisputeEvent): Dispute {
  const claim: Claim = { claimantId: dispute.claimantId, respondentId: dispute.respondentId, claim: dispute.claim };
  switch (event.type) {
    case 'Forwarded':
      return { ...claim, status: 'open', answerBy: event.answerBy };
    case 'Answered':
      return { ...claim, status: 'answered', contestBy: event.contestBy };
    case 'AnswerMissed':
    case 'Contested':
      return { ...claim, status: 'awaitingReview', appealOf: null };
    case 'Settled':
      return { ...claim, status: 'closed', why: 'settled', decision: null };
    case 'ReviewStarted':
      return {
        ...claim,
        status: 'underReview',
        reviewerId: event.reviewerId,
        decideBy: event.decideBy,
        appealOf: appealed(dispute),
      };
    case 'Released':
      return { ...claim, status: 'awaitingReview', appealOf: appealed(dispute) };
    case 'Decided':
      return { ...claim, status: 'decided', decision: event.decision, appealed: appealed(dispute) !== null };
    case 'Appealed':
      return { ...claim, status: 'awaitingReview', appealOf: dispute.status === 'decided' ? dispute.decision : null };
    case 'Finalised':
      return { ...claim, status: 'closed', why: 'final', decision: dispute.status === 'decided' ? dispute.decision : null };
    case 'Withdrawn':
      return { ...claim, status: 'withdrawn' };
  }
}

/** The decision under appeal, if this is one. */
function appealed(dispute: Dispute): Decision | null {
  return dispute.status === 'awaitingReview' || dispute.status === 'underReview' ? dispute.appealOf : null;
}
