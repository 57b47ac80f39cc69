import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { IdempotencyMismatch, InvalidInput, Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { actions, paymentMethods } from '../domain/model.ts';
import { answered } from './decision-desk.ts';
import { digestOf } from './digest.ts';
import type { Asked } from './question.ts';

const amount = z
  .object({
    amountMinor: z
      .bigint()
      .nonnegative('State an amount, not a debt.')
      .max(BigInt(Number.MAX_SAFE_INTEGER), 'That is more money than there is.'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Give an ISO 4217 code.'),
  })
  .transform(({ amountMinor, currency }) => ({ minor: Number(amountMinor), currency }));

const Input = z.object({
  requestId: text(200),
  accountId: z.string().nullish(),
  externalRef: text(200).nullish(),
  action: z.enum(actions),
  amount: amount.nullish(),
  context: z
    .object({
      paymentMethod: z.enum(paymentMethods).nullish(),
      activeListings: z.int().nonnegative().nullish(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'Give an ISO 3166-1 code of two capital letters.')
        .nullish(),
      reference: text(200).nullish(),
    })
    .nullish(),
});

/** The marketplace's name stands for several accounts: senders that call different people alike. */
export class AmbiguousReference extends Refusal {
  readonly code = 'TRUST_AMBIGUOUS_REFERENCE';
  constructor() {
    super('Several accounts are known by this reference. Ask by accountId.');
  }
}

export const trustDecisionRefusals = [AmbiguousReference] as const;

/**
 * Whether an account may do something, while the marketplace waits. One request of one asker has one answer, kept with all it
 * takes to derive it again, and announced in the same transaction.
 */
export async function trustDecision(room: Room, raw: z.input<typeof Input>): Promise<TrustDecisionRow> {
  const asked = askedOf(parse(Input, raw));
  const told = await answered(room, asked);
  if (told === 'ambiguous') return refuse(room, asked, new AmbiguousReference());
  // One that was answered before never changes, so it is read afterwards, when somebody asks again.
  const answer = typeof told === 'string' ? await room.em.findOneOrFail(TrustDecisionRow, { id: told }) : told;
  if (answer.questionDigest !== asked.questionDigest) return refuse(room, asked, new IdempotencyMismatch());
  return answer;
}

function askedOf(input: z.output<typeof Input>): Asked {
  const { requestId, action, accountId = null, externalRef = null } = input;
  if ((accountId === null) === (externalRef === null))
    throw new InvalidInput([{ path: ['accountId'], message: 'Name the account: by accountId or by externalRef, not both.' }]);
  if (!input.amount && (action === 'checkout' || action === 'payout'))
    throw new InvalidInput([{ path: ['amount'], message: 'State the amount.' }]);
  const { paymentMethod = null, activeListings = null, country = null, reference = null } = input.context ?? {};
  const question = {
    accountId: accountId === null ? null : parseId('account', accountId, 'accountId'),
    externalRef,
    action,
    amount: input.amount ?? null,
    context: { paymentMethod, activeListings, country, reference },
  };
  return { ...question, requestId, questionDigest: digestOf(question) };
}

/** As every refused command: audit is told. */
function refuse(room: Room, { accountId }: Asked, refusal: Refusal): Promise<never> {
  const target = accountId && { type: 'account', id: accountId };
  const attempt = { action: 'trustDecision', target, input: {}, reload: () => Promise.reject(refusal) };
  return perform<never>(room, attempt, () => Promise.reject(refusal));
}
