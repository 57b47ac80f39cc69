import * as contracts from '@praetor/contracts/disputes';
import { moneyOf } from '@praetor/kernel/money';
import { live, neverStreams, perViewer, sameForAll } from '@praetor/subgraph/live';
import { costs, ofAtMost, requires, signedIn } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { DisputeRow } from '../db/dispute.entity.ts';
import type { EvidenceRow } from '../db/evidence.entity.ts';
import { outcomes, statuses } from '../domain/dispute.ts';
import { evidenceKinds, mostEvidence } from '../domain/evidence.ts';
import { disputesPage, disputesSummary, type StatusCount } from '../queries/disputes-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Money } from './money.ts';

export const DisputeStatus = builder.enumType('DisputeStatus', {
  description: 'Where a dispute stands. `CLOSED` and `WITHDRAWN` are final.',
  values: enumValues(statuses),
});
export const DisputeOutcome = builder.enumType('DisputeOutcome', {
  values: enumValues(outcomes),
});
export const EvidenceKind = builder.enumType('EvidenceKind', {
  values: enumValues(evidenceKinds),
});

export const Evidence = builder.objectRef<EvidenceRow>('Evidence').implement({
  description: 'Something a party shows. Never changed, never removed.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: EvidenceKind }),
    title: t.exposeString('title'),
    statement: t.exposeString('statement', { nullable: true }),
    uri: t.exposeString('uri', { nullable: true, description: 'Where the document lies.' }),
    sha256: t.exposeString('sha256', { nullable: true, description: 'SHA-256 of the document, hex.' }),
    submittedBy: t.field({ type: Account, resolve: (evidence) => ({ id: evidence.submittedById }) }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime' }),
  }),
});

export const Dispute = builder.objectRef<DisputeRow>('Dispute').implement({
  description: 'A quarrel between two accounts about an order: what is claimed, how it was answered, how it ended.',
  fields: (t) => ({
    id: t.exposeID('id'),
    status: t.expose('status', { type: DisputeStatus }),
    category: t.exposeString('category', { description: 'What kind of thing went wrong, in the marketplace’s own words.' }),
    description: t.exposeString('description'),
    orderRef: t.exposeString('orderRef', { nullable: true, description: 'The marketplace’s id of the order.' }),
    externalRef: t.exposeString('externalRef', {
      nullable: true,
      description: 'The marketplace’s id of the dispute, when it brought it.',
    }),
    claimant: t.field({ type: Account, resolve: (dispute) => ({ id: dispute.claimantId }) }),
    respondent: t.field({ type: Account, resolve: (dispute) => ({ id: dispute.respondentId }) }),
    claim: t.field({ type: Money, nullable: true, resolve: (d) => moneyOf(d.claimMinor, d.claimCurrency) }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What the respondent offered.' }),
    answeredLate: t.exposeBoolean('answeredLate', { nullable: true }),
    grounds: t.exposeString('grounds', { nullable: true, description: 'Why the answer or decision was contested last.' }),
    outcome: t.expose('outcome', { type: DisputeOutcome, nullable: true }),
    refund: t.field({ type: Money, nullable: true, resolve: (d) => moneyOf(d.refundMinor, d.refundCurrency) }),
    rationale: t.exposeString('rationale', { nullable: true }),
    appealBy: t.expose('appealBy', { type: 'DateTime', nullable: true, description: 'Until when the decision may be appealed.' }),
    appealed: t.exposeBoolean('appealed'),
    reviewer: t.field({
      type: Account,
      nullable: true,
      description: 'Who reviews it now. For staff: parties do not learn who judges them.',
      ...requires('dispute:read'),
      resolve: ({ reviewerId }) => reviewerId && { id: reviewerId },
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'When the next thing happens by itself.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
    evidence: t.field({
      type: [Evidence],
      ...ofAtMost(mostEvidence),
      ...sameForAll,
      description: 'At most 50.',
      resolve: ({ id }, _, { loaders }) => loaders.evidence.load(id),
    }),
  }),
});
export const DisputeConnection = builder.connectionObject({ type: Dispute, name: 'DisputeConnection' });

builder.asEntity(Dispute, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.dispute.load(id) as Promise<DisputeRow>,
});

const StatusCountType = builder.objectRef<StatusCount>('DisputeStatusCount').implement({
  fields: (t) => ({ status: t.expose('status', { type: DisputeStatus }), count: t.exposeInt('count') }),
});

builder.queryFields((t) => ({
  dispute: t.field({
    type: Dispute,
    nullable: true,
    description: 'One dispute: for its parties, and staff who may read disputes.',
    ...signedIn,
    ...perViewer('dispute:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { loaders }) => loaders.dispute.load(String(id)),
  }),
  disputes: t.connection(
    {
      type: Dispute,
      nullable: true,
      description: 'All disputes of the tenant, newest first.',
      ...requires('dispute:read'),
      args: { status: t.arg({ type: DisputeStatus }) },
      resolve: (_, { status, ...page }, { room }) => disputesPage(room, page, { status }),
    },
    DisputeConnection,
  ),
  myDisputes: t.connection(
    {
      type: Dispute,
      nullable: true,
      description: 'Disputes that the caller is a party to, newest first.',
      ...signedIn,
      resolve: (_, page, { room }) => disputesPage(room, page, { partyId: room.actor.id }),
    },
    DisputeConnection,
  ),
  disputesSummary: t.field({
    type: [StatusCountType],
    ...costs(10),
    ...ofAtMost(statuses.length),
    nullable: true,
    description: 'How many disputes are in each status.',
    ...requires('dispute:read'),
    resolve: (_, _args, { room }) => disputesSummary(room),
  }),
}));

builder.subscriptionType({
  fields: (t) => ({
    disputeChanged: t.field({
      type: Dispute,
      nullable: true,
      description: 'Each change of one dispute, or of all that the caller may read.',
      ...signedIn,
      args: { disputeId: t.arg.id() },
      directives: live({
        query: 'dispute',
        key: 'disputeId',
        concerns: ['claimantId', 'respondentId'],
        types: Object.values(contracts).map(({ type }) => type),
      }),
      ...neverStreams,
    }),
  }),
});
