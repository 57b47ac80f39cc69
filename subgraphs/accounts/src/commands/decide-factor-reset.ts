import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { parseId, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { FactorResetRow } from '../db/factor-reset.entity.ts';
import { factorResetById, lockFactorReset } from '../db/factor-reset.store.ts';
import { AccountWrongState } from '../domain/account.ts';
import { decide, FactorResetClosed, stop } from '../domain/factor-reset.ts';
import { InvalidToken } from '../domain/proof.ts';
import { accountOf } from './actor.ts';
import { closeFactorReset, removeFactors } from './close-factor-reset.ts';
import type { Desk } from './desk.ts';
import { tokenInput } from './input.ts';
import { digestOf } from './session-tokens.ts';

const onReset = { factorResetId: z.string(), expectedVersion, idempotencyKey };
const Decide = z.object({ ...onReset, reason: text(1000).nullish() });
const Withdraw = z.object(onReset);
const Objection = z.object({ token: tokenInput, idempotencyKey });
type Input = z.output<typeof Decide>;

const deciding = [SecondPersonNeeded, ProposalClosed, FactorResetClosed, PolicyDenied, Conflict] as const;
export const approveFactorResetRefusals = [...deciding, AccountWrongState] as const;
export const rejectFactorResetRefusals = deciding;
export const withdrawFactorResetRefusals = [FactorResetClosed, Conflict] as const;
export const objectToFactorResetRefusals = [InvalidToken] as const;

/** A second person agrees that a colleague lost their second factors: they are removed at once. */
export const approveFactorReset = (room: Room, desk: Desk, raw: z.input<typeof Decide>): Promise<FactorResetRow> =>
  change(room, 'approveFactorReset', parse(Decide, raw), async (tx, row, account) => {
    const by = authorised(tx, room, row);
    const outcome = decide(row, by, 'done', tx.now);
    if (account.status === 'closed') throw new AccountWrongState(account.status, 'reset the second factor of');
    await removeFactors(tx, desk, account);
    await closeFactorReset(tx, row, outcome, by);
  });

/** A second person does not. */
export const rejectFactorReset = (room: Room, raw: z.input<typeof Decide>): Promise<FactorResetRow> =>
  change(room, 'rejectFactorReset', parse(Decide, raw), async (tx, row) => {
    const by = authorised(tx, room, row);
    await closeFactorReset(tx, row, decide(row, by, 'rejected', tx.now), by);
  });

/** Whoever asked takes it back. */
export const withdrawFactorReset = (room: Room, raw: z.input<typeof Withdraw>): Promise<FactorResetRow> =>
  change(room, 'withdrawFactorReset', parse(Withdraw, raw), async (tx, row) => {
    if (row.requestedById !== accountOf(room.actor)) throw new NotFound('factor reset');
    await closeFactorReset(tx, row, stop(row, 'withdrawn'), row.requestedById);
  });

/** The owner objects, by what they were sent: nothing is lost, and nobody else's word counts against that. */
export async function objectToFactorReset(room: Room, raw: z.input<typeof Objection>): Promise<FactorResetRow> {
  const { token, ...input } = parse(Objection, raw);
  const objectionDigest = digestOf(token);
  return perform(room, { action: 'objectToFactorReset', input, target: null, reload: factorResetById }, async (tx) => {
    const found = await tx.em.findOne(FactorResetRow, { objectionDigest });
    if (!found) throw new InvalidToken();
    await lockAccountRow(tx.em, found.accountId);
    const row = await lockFactorReset(tx.em, found.id);
    await tx.em.refresh(row);
    if (row.objectionDigest !== objectionDigest) throw new InvalidToken();
    await closeFactorReset(tx, row, stop(row, 'objected'), row.accountId);
    return row;
  });
}

function authorised(tx: Transaction, room: Room, { id, tenantId, requestedById, accountId }: FactorResetRow): Id<'account'> {
  const attributes = { tenant: tenantId, requestedBy: requestedById, concerned: accountId };
  const by = accountOf(room.actor);
  // Four eyes are told as such before policy is asked, which holds them, too.
  if (by === requestedById || by === accountId) throw new SecondPersonNeeded();
  tx.authorize({ action: 'DecideFactorReset', resource: { type: 'FactorReset', id, attributes } });
  return by;
}

function change(
  room: Room,
  action: string,
  input: Input,
  work: (tx: Transaction, row: FactorResetRow, account: AccountRow) => Promise<void>,
): Promise<FactorResetRow> {
  const id = parseId('factorReset', input.factorResetId, 'factorResetId');
  const attempt = { action, input, reason: input.reason, target: { type: 'factorReset', id }, reload: factorResetById };
  return perform(room, attempt, async (tx) => {
    const { accountId } = await factorResetById(tx.em, id);
    const account = await lockAccountRow(tx.em, accountId);
    const row = await lockFactorReset(tx.em, id, input.expectedVersion);
    await tx.em.refresh(row);
    await work(tx, row, account);
    return row;
  });
}
