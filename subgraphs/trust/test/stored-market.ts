import { accountsLinked } from '@praetor/contracts/account-links';
import { accountSuspended } from '@praetor/contracts/accounts';
import {
  chargebackRaised,
  couponAbused,
  orderCancelled,
  orderReturned,
  paymentFailed,
  userVerified,
} from '@praetor/contracts/marketplace';
import type { Envelope } from '@praetor/contracts/envelope';
import { days } from '@praetor/kernel/clock';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { seeded } from '@praetor/testkit/seeded';
import { trustDecision } from '../src/commands/trust-decision.ts';
import { draftTrustModel } from '../src/commands/draft-trust-model.ts';
import { approveTrustModel, submitTrustModel } from '../src/commands/publish-trust-model.ts';
import { actions, paymentMethods, type Model } from '../src/domain/model.ts';
import { currentModel } from '../src/domain/models.ts';
import { backtested } from './models.ts';
import type { TrustWorld } from './world.ts';

/** A model with everything that a model may have. */
export const conditioned: Model = {
  ...currentModel,
  version: 'conditioned',
  crossSide: 1.7,
  conditions: [
    {
      name: 'far',
      when: "tier in ['new', 'low'] && !(country in ['DE', 'FR']) && amount > 20000",
      outcome: 'review',
      reason: 'x',
    },
    {
      name: 'known',
      when: "accountAgeDays >= 100 && risk == 'low' || verification == 'identified'",
      outcome: 'allow',
      reason: 'x',
    },
    {
      name: 'odd',
      when: '(score < 450 || score > 900) && activeListings != -1 && currency == "JPY"',
      outcome: 'deny',
      reason: 'x',
    },
  ],
};

/** A market whose story goes through events, and whose decisions through the command. The same story for the same seed. */
export function storedMarket(world: TrustWorld, seed: number) {
  const random = seeded(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const oneOf = <T>(values: readonly T[]): T => values[whole(values.length)]!;
  const accounts = Array.from({ length: 400 }, world.account);
  const [first, second] = [accountActor(world.tenantId, ['ADMIN']), accountActor(world.tenantId, ['ADMIN'])];
  const partner = partnerActor(world.tenantId);

  function event(): Envelope {
    const [buyer, seller] = [oneOf(accounts), oneOf(accounts)];
    const at = new Date(world.clock.now().getTime() - whole(days(500)));
    const amount = { amountMinor: 100 + whole(90_000), currency: oneOf(['EUR', 'JPY']) };
    const [orderRef, reason] = [newId('request'), null];
    const trade = { orderRef, buyerRef: buyer, sellerRef: seller, total: amount };
    const kind = random();
    if (kind < 0.7) return world.order(buyer, random() < 0.5 ? seller : null, at);
    if (kind < 0.8) return world.told(orderCancelled, { ...trade, cancelledBy: oneOf(['buyer', 'seller'] as const), reason }, at);
    if (kind < 0.85) return world.told(orderReturned, { ...trade, reason }, at);
    if (kind < 0.9)
      return world.told(
        paymentFailed,
        { paymentRef: orderRef, orderRef, payerRef: buyer, payeeRef: seller, amount, method: null, reason: 'declined' },
        at,
      );
    if (kind < 0.94)
      return world.told(
        couponAbused,
        { couponCode: 'X', userRef: buyer, orderRef: null, pattern: 'many accounts', detail: null },
        at,
      );
    if (kind < 0.96) return world.told(userVerified, { userRef: buyer, level: oneOf(['basic', 'full'] as const) }, at);
    return world.told(
      chargebackRaised,
      { chargebackRef: orderRef, orderRef, paymentRef: null, buyerRef: buyer, sellerRef: seller, amount, reason },
      at,
    );
  }

  return {
    accounts,
    /** The market goes on: events, people who share something, one who is suspended, a day that passes. */
    async live(events: number): Promise<void> {
      for (let told = 0; told < events; told += 500)
        await world.hear(Array.from({ length: Math.min(500, events - told) }, event));
      const since = world.clock.now().toISOString();
      const shared = Array.from({ length: 20 }, () => [oneOf(accounts), oneOf(accounts)].toSorted() as [string, string]);
      await world.receiveAll([
        ...shared
          .filter(([one, other]) => one !== other)
          .map(([accountId, otherAccountId]) => ({
            contract: accountsLinked,
            event: {
              subject: { type: 'account', id: accountId },
              data: {
                accountId,
                otherAccountId,
                kind: oneOf(['device', 'ip', 'wallet', 'payout']),
                evidence: 'ab'.repeat(32),
                since,
                sharedBy: 2 + whole(3),
              },
            },
          })),
        suspended(oneOf(accounts)),
      ]);
      world.clock.advance(days(1));
    },
    /** So many questions of a partner, at once as they come, each answered and kept. */
    async ask(count: number): Promise<void> {
      const room = world.room(partner);
      for (let asked = 0; asked < count; asked += 1_000) {
        const questions = Array.from({ length: Math.min(1_000, count - asked) }, () => question());
        await Promise.all(questions.map((one) => trustDecision(room, one)));
      }
    },
    /** A model with conditions goes live. */
    async publish(): Promise<void> {
      const { id: modelId } = await draftTrustModel(world.room(first), { content: conditioned, note: 'n' });
      await submitTrustModel(world.room(first), { modelId, reason: 'r' });
      // It is to differ, and may.
      await backtested(world, modelId);
      await approveTrustModel(world.room(second), { modelId, despiteBacktest: 'It is to differ.' });
    },
  };

  function question() {
    const known = random() < 0.95;
    const amount = { amountMinor: BigInt(whole(200_000)), currency: oneOf(['EUR', 'JPY', 'GBP', 'XAU']) };
    return {
      requestId: newId('request'),
      accountId: known ? oneOf(accounts) : null,
      externalRef: known ? null : `stranger \u2028 “${whole(9)}”`,
      action: oneOf(actions),
      amount,
      context: {
        paymentMethod: oneOf([null, ...paymentMethods]),
        activeListings: oneOf([null, 3, 50, 5_000]),
        country: oneOf([null, 'DE', 'US']),
        reference: oneOf([null, 'Ünïcode\u2028\t"cart"', 'cart']),
      },
    };
  }
}

const suspended = (accountId: Id<'account'>) => ({
  contract: accountSuspended,
  event: { subject: { type: 'account', id: accountId }, data: { accountId, why: 'x', flagId: null } },
});
