import { refusalType } from '@praetor/subgraph/builder';
import { MayNotOpen, UnknownRespondent } from '../commands/open-dispute.ts';
import { AlreadyAppealed, DeadlinePassed, RefundExceedsClaim, RefundOutcomeMismatch, WrongState } from '../domain/dispute.ts';
import { TooMuchEvidence } from '../domain/evidence.ts';
import { ConflictOfInterest, NotAParty, SelfDispute } from '../domain/parties.ts';
import { builder } from './builder.ts';

refusalType(builder, WrongState, 'DisputeWrongState', 'The dispute is not in a state that allows this.');
refusalType(builder, NotAParty, 'DisputeNotAParty', 'Only one side of the dispute may do this.');
refusalType(builder, ConflictOfInterest, 'DisputeConflictOfInterest', 'Whoever judges must not be judged.');
refusalType(builder, SelfDispute, 'DisputeSelf', 'Claimant and respondent are the same account.');
refusalType(builder, UnknownRespondent, 'DisputeUnknownRespondent', 'There is no such account to dispute with.');
refusalType(builder, MayNotOpen, 'DisputeMayNotOpen', 'The account is suspended.');
refusalType(builder, DeadlinePassed, 'DisputeDeadlinePassed', 'The time to do this is over.');
refusalType(builder, AlreadyAppealed, 'DisputeAlreadyAppealed', 'A decision is appealed once.');
refusalType(builder, RefundExceedsClaim, 'DisputeRefundExceedsClaim', 'More was awarded than claimed, or in another currency.');
refusalType(builder, RefundOutcomeMismatch, 'DisputeRefundOutcomeMismatch', 'The refund does not fit the outcome.');
refusalType(builder, TooMuchEvidence, 'DisputeTooMuchEvidence', 'A dispute holds a bounded amount of evidence.');
