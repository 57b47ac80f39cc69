import { accountCreated } from '@praetor/contracts/accounts';
import type { Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { answerDispute } from '../src/commands/answer-dispute.ts';
import { contestDisputeAnswer } from '../src/commands/contest-answer.ts';
import { decideDispute } from '../src/commands/decide-dispute.ts';
import { openDispute } from '../src/commands/open-dispute.ts';
import { startDisputeReview } from '../src/commands/start-review.ts';
import type { DisputeRow } from '../src/db/dispute.entity.ts';
import { createDisputesService, store } from '../src/service.ts';

type Person = ReturnType<typeof accountActor>;

export interface Quarrel {
  dispute: DisputeRow;
  claimant: Person;
  respondent: Person;
}

/** Disputes alone, with stories that go through commands and events only. */
export interface DisputesWorld extends SubgraphWorld {
  person(roles?: string[], tenantId?: Id<'tenant'>): Promise<Person>;
  opened(claimMinor?: bigint | null): Promise<Quarrel>;
  answered(): Promise<Quarrel>;
  awaitingReview(claimMinor?: bigint | null): Promise<Quarrel>;
  underReview(claimMinor?: bigint | null): Promise<Quarrel & { reviewer: Person }>;
  decided(): Promise<Quarrel & { reviewer: Person }>;
}

export async function disputesWorld(): Promise<DisputesWorld> {
  const world = await subgraphWorld(store, createDisputesService);
  const stories = {
    async person(roles = ['BUYER'], tenantId = world.tenantId): Promise<Person> {
      const actor = accountActor(tenantId, roles);
      const data = { accountId: actor.id, email: null, externalRef: null, roles, claimed: true };
      if (tenantId === world.tenantId) await world.receive(accountCreated, { subject: { type: 'account', id: actor.id }, data });
      return actor;
    },
    async opened(claimMinor: bigint | null = 10_000n): Promise<Quarrel> {
      const [claimant, respondent] = [await stories.person(), await stories.person(['SELLER'])];
      const claim = claimMinor === null ? null : { amountMinor: claimMinor, currency: 'EUR' };
      const input = {
        respondentId: respondent.id,
        orderRef: 'order-1',
        category: 'itemNotReceived',
        description: 'Nothing came.',
        claim,
      };
      return { dispute: await openDispute(world.room(claimant), input), claimant, respondent };
    },
    async answered(): Promise<Quarrel> {
      const quarrel = await stories.opened();
      const input = { disputeId: quarrel.dispute.id, remedy: 'It was sent; here is the number.' };
      return { ...quarrel, dispute: await answerDispute(world.room(quarrel.respondent), input) };
    },
    async awaitingReview(claimMinor?: bigint | null): Promise<Quarrel> {
      const quarrel = await stories.opened(claimMinor);
      const disputeId = quarrel.dispute.id;
      await answerDispute(world.room(quarrel.respondent), { disputeId, remedy: 'No.' });
      return { ...quarrel, dispute: await contestDisputeAnswer(world.room(quarrel.claimant), { disputeId, grounds: 'Untrue.' }) };
    },
    async underReview(claimMinor?: bigint | null) {
      const quarrel = await stories.awaitingReview(claimMinor);
      const reviewer = await stories.person(['MODERATOR']);
      return { ...quarrel, reviewer, dispute: await startDisputeReview(world.room(reviewer), { disputeId: quarrel.dispute.id }) };
    },
    async decided() {
      const quarrel = await stories.underReview();
      const refund = { amountMinor: 4_000n, currency: 'EUR' };
      const input = {
        disputeId: quarrel.dispute.id,
        outcome: 'partiallyUpheld' as const,
        refund,
        rationale: 'Both have a point.',
      };
      return { ...quarrel, dispute: await decideDispute(world.room(quarrel.reviewer), input) };
    },
  };
  return Object.assign(world, stories);
}
