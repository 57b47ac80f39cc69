import {
  trustModelDeclined,
  trustModelDiscarded,
  trustModelPublished,
  trustModelRolledBack,
  trustModelSubmitted,
} from '@praetor/contracts/trust-models';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { decide, ProposalClosed, SecondPersonNeeded, withdraw } from '@praetor/kernel/four-eyes';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import { z } from 'zod';
import { LiveModelRow } from '../db/live-model.entity.ts';
import type { TrustModelRow } from '../db/trust-model.entity.ts';
import { liveModelOf, lockTrustModel, trustModelById } from '../db/trust-model.store.ts';
import { ModelIsLive, ModelNotDraft, ModelNotPublished, proposalOf, publishWithinDays } from '../domain/model-version.ts';
import { ModelFailsBacktest, ModelNotBacktested } from '../domain/model-gate.ts';
import { accountOf } from './actor.ts';
import { endShadows } from './end-shadows.ts';
import { passGate } from './pass-gate.ts';
import { dataOf, resourceOf, subjectOf } from './model-resource.ts';

const onModel = { modelId: z.string(), expectedVersion, idempotencyKey };
const Input = z.object({ ...onModel, reason: text(1000) });
const Plain = z.object({ ...onModel, reason: text(1000).nullish() });
const Approval = Plain.extend({ despiteBacktest: text(1000).nullish() });

const deciding = [SecondPersonNeeded, ProposalClosed, PolicyDenied, Conflict] as const;
export const submitTrustModelRefusals = [ModelNotDraft, PolicyDenied, Conflict] as const;
export const approveTrustModelRefusals = [ModelNotBacktested, ModelFailsBacktest, ...deciding] as const;
export const discardTrustModelRefusals = [ModelNotDraft, PolicyDenied, Conflict] as const;
export const rejectTrustModelRefusals = deciding;
export const withdrawTrustModelRefusals = [ProposalClosed, PolicyDenied, Conflict] as const;
export const rollBackTrustModelRefusals = [ModelNotPublished, ModelIsLive, PolicyDenied, Conflict] as const;

/** Asks a second person to publish a draft, which does not change meanwhile. */
export const submitTrustModel = (room: Room, raw: z.input<typeof Input>): Promise<TrustModelRow> =>
  change(room, 'submitTrustModel', parse(Input, raw), async (tx, row) => {
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(row) });
    // Nobody decided in time: whoever still wants it asks again.
    if (row.state !== 'draft' && !isOver(row, tx.now)) throw new ModelNotDraft(row.state);
    const decideBy = after(tx.now, days(publishWithinDays));
    Object.assign(row, {
      state: 'submitted',
      submittedById: accountOf(room.actor, 'submitTrustModel'),
      submittedAt: tx.now,
      decideBy,
    });
    await tx.announce(trustModelSubmitted, {
      subject: subjectOf(row),
      data: { ...dataOf(row), decideBy: decideBy.toISOString() },
    });
  });

/** A second person agrees, having seen what it would have done: the next score and decision of every process are by it. */
export function approveTrustModel(room: Room, raw: z.input<typeof Approval>): Promise<TrustModelRow> {
  const input = parse(Approval, raw);
  const reason = input.despiteBacktest ?? input.reason;
  return change(room, 'approveTrustModel', { ...input, reason }, async (tx, row) => {
    const by = accountOf(room.actor, 'approveTrustModel');
    decide(proposalOf(row), by, 'approved', tx.now);
    tx.authorize({ action: 'PublishTrustModel', resource: resourceOf(row) });
    await lockLive(tx, row);
    const passed = await passGate(tx, row, input.despiteBacktest != null);
    const previousVersion = await goLive(tx, row);
    await endShadows(tx, null, 'published');
    Object.assign(row, { state: 'published', decidedById: by, decidedAt: tx.now, publishedAt: tx.now });
    await tx.announce(trustModelPublished, {
      subject: subjectOf(row),
      data: { ...dataOf(row), previousVersion, submittedById: row.submittedById!, approvedById: by, ...passed },
    });
  });
}

/** Gives a draft up: nobody edits, submits or publishes it any more. */
export const discardTrustModel = (room: Room, raw: z.input<typeof Plain>): Promise<TrustModelRow> =>
  change(room, 'discardTrustModel', parse(Plain, raw), async (tx, row) => {
    tx.authorize({ action: 'EditTrustModel', resource: resourceOf(row) });
    if (row.state !== 'draft' && !isOver(row, tx.now)) throw new ModelNotDraft(row.state);
    Object.assign(row, { state: 'discarded' });
    await endShadows(tx, row.id, 'discarded');
    await tx.announce(trustModelDiscarded, { subject: subjectOf(row), data: dataOf(row) });
  });

/** A second person says no, and why: it is a draft again. */
export const rejectTrustModel = (room: Room, raw: z.input<typeof Input>): Promise<TrustModelRow> =>
  change(room, 'rejectTrustModel', parse(Input, raw), async (tx, row) => {
    const by = accountOf(room.actor, 'rejectTrustModel');
    const why = decide(proposalOf(row), by, 'rejected', tx.now) === 'rejected' ? 'rejected' : 'withdrawn';
    tx.authorize({ action: 'PublishTrustModel', resource: resourceOf(row) });
    Object.assign(row, { state: 'draft', decidedById: by, decidedAt: tx.now });
    await tx.announce(trustModelDeclined, { subject: subjectOf(row), data: { ...dataOf(row), why } });
  });

/** Whoever submitted it takes it back. */
export const withdrawTrustModel = (room: Room, raw: z.input<typeof Plain>): Promise<TrustModelRow> =>
  change(room, 'withdrawTrustModel', parse(Plain, raw), async (tx, row) => {
    if (row.submittedById !== accountOf(room.actor, 'withdrawTrustModel')) throw new NotFound('model');
    const why = withdraw(proposalOf(row), tx.now);
    Object.assign(row, { state: 'draft' });
    await tx.announce(trustModelDeclined, { subject: subjectOf(row), data: { ...dataOf(row), why } });
  });

/** Returns to a version that was live before. One person may: two agreed to it then, and harm does not wait. */
export const rollBackTrustModel = (room: Room, raw: z.input<typeof Input>): Promise<TrustModelRow> =>
  change(room, 'rollBackTrustModel', parse(Input, raw), async (tx, row) => {
    accountOf(room.actor, 'rollBackTrustModel');
    tx.authorize({ action: 'RollBackTrustModel', resource: resourceOf(row) });
    if (row.state !== 'published') throw new ModelNotPublished(row.state);
    await lockLive(tx, row);
    const previousVersion = await goLive(tx, row);
    if (previousVersion === row.modelVersion) throw new ModelIsLive();
    await endShadows(tx, null, 'rolledBack');
    await tx.announce(trustModelRolledBack, { subject: subjectOf(row), data: { ...dataOf(row), previousVersion } });
  });

const isOver = ({ state, decideBy }: TrustModelRow, now: Date): boolean =>
  state === 'submitted' && decideBy != null && decideBy <= now;

/** One at a time goes live: beside what a model was tried must not change before it is published. */
const lockLive = (tx: Transaction, { tenantId }: TrustModelRow): Promise<unknown> =>
  sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.live ${tenantId}`]);

/** From now on accounts are scored by this version; what they were scored by so far. */
async function goLive(tx: Transaction, { tenantId, modelVersion }: TrustModelRow): Promise<string> {
  const { version } = await liveModelOf(tx.em);
  await tx.em.upsert(LiveModelRow, { tenantId, modelVersion, since: tx.now });
  return version;
}

function change(
  room: Room,
  action: string,
  input: z.output<typeof Plain>,
  work: (tx: Transaction, row: TrustModelRow) => Promise<void>,
): Promise<TrustModelRow> {
  const id = parseId('trustModel', input.modelId, 'modelId');
  const attempt = { action, target: { type: 'trustModel', id }, input, reason: input.reason, reload: trustModelById };
  return perform(room, attempt, async (tx) => {
    const row = await lockTrustModel(tx.em, id, input.expectedVersion);
    await work(tx, row);
    await tx.em.flush();
    return row;
  });
}
