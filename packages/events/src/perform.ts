import type { Envelope, PolicyDecision } from '@praetor/contracts/envelope';
import type { EventContract } from '@praetor/contracts/contract';
import { refused } from '@praetor/contracts/refused';
import { principalOf, type PolicyRequest } from '@praetor/authorization/cedar';
import { systemActor, type Actor } from '@praetor/identity/actor';
import { InvalidInput, PolicyDenied, Refusal } from '@praetor/kernel/refusal';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { announce, announceAll, envelopeOf, type Announcement } from './announce.ts';
import { once } from './idempotency.ts';
import type { Attempt, Room } from './room.ts';

/** One transaction of one command. */
export interface Transaction {
  readonly em: EntityManager;
  readonly now: Date;
  /** Asks the policy engine and remembers its decision for the events of this transaction. Throws {@link PolicyDenied}. */
  authorize(request: Omit<PolicyRequest, 'principal'>): void;
  announce<Contract extends EventContract>(contract: Contract, event: Announcement<Contract>): Promise<void>;
}

/**
 * Runs a command: one transaction that changes rows and announces events, or nothing at all. A refused attempt is
 * announced too, in a transaction of its own, so that audit sees it; malformed input is not an attempt.
 */
export async function perform<Result extends { id: string }>(
  room: Room,
  attempt: Attempt<Result>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const decided: { last: PolicyDecision | null } = { last: null };
  try {
    return await retried(() =>
      inTenant(room.orm, room.actor.tenantId, (em) =>
        once(em, room, attempt, () => work(transaction(room, attempt, em, decided))),
      ),
    );
  } catch (error) {
    if (error instanceof Refusal && !(error instanceof InvalidInput)) await announceRefused(room, attempt, error, decided.last);
    throw error;
  }
}

function transaction<Result>(
  room: Room,
  attempt: Attempt<Result>,
  em: EntityManager,
  decided: { last: PolicyDecision | null },
): Transaction {
  const now = room.clock();
  return {
    em,
    now,
    authorize(request) {
      const decision = room.policies.decide({ ...request, principal: principalOf(room.actor) });
      decided.last = decision;
      if (decision.effect === 'deny') throw new PolicyDenied(attempt.action, decision.policies);
    },
    announce: (contract, event) =>
      announce(em, { actor: room.actor, now, reason: attempt.reason ?? null, decision: decided.last }, contract, event),
  };
}

/** Why is said once, by the event that was the cause: what follows may be about others, and outlives its words. */
function causeOf(consumer: string, { id, traceparent, tenantid, time, praetorcause }: Envelope): SystemCause {
  const cause = { id, traceparent, correlationId: praetorcause.correlationId };
  return { actor: systemActor(consumer, tenantid as Actor['tenantId'], cause), now: new Date(time), reason: null };
}

/**
 * What a consumer makes of a batch, event by event: Praetor acts, the event is the cause, and its time is the time of what
 * follows from it, so that a replay gives the same result. No policy is asked: the decision was made where the event came
 * from. What is announced is written in one statement at the end.
 */
export async function effectsOf(
  em: EntityManager,
  consumer: string,
  events: readonly Envelope[],
  work: (tx: Transaction, event: Envelope) => Promise<void> | void,
): Promise<void> {
  await announcing(em, consumer, async (announced) => {
    for (const event of events) await work(buffered(em, causeOf(consumer, event), announced), event);
  });
}

/** What a job does because the time has come; what is announced is written in one statement at the end. */
export async function effectsAt(
  em: EntityManager,
  job: string,
  { tenantId, now }: { tenantId: Actor['tenantId']; now: Date },
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const cause = { actor: systemActor(job, tenantId), now, reason: null };
  await announcing(em, job, (announced) => work(buffered(em, cause, announced)));
}

interface SystemCause {
  readonly actor: Actor;
  readonly now: Date;
  readonly reason: string | null;
}

async function announcing(em: EntityManager, who: string, work: (announced: Envelope[]) => Promise<void>): Promise<void> {
  const announced: Envelope[] = [];
  await work(announced);
  await em.flush();
  await announceAll(em, who.slice(0, who.indexOf('.')), announced);
}

function buffered(em: EntityManager, cause: SystemCause, announced: Envelope[]): Transaction {
  return {
    em,
    now: cause.now,
    authorize() {},
    announce: async (contract, announcement) => void announced.push(envelopeOf(cause, contract, announcement)),
  };
}

async function announceRefused(
  room: Room,
  attempt: Pick<Attempt<unknown>, 'action' | 'target' | 'reason'>,
  refusal: Refusal,
  decision: PolicyDecision | null,
): Promise<void> {
  const { action, target, reason = null } = attempt;
  const data = { action, code: refusal.code, message: refusal.message, target };
  const subject = target ?? { type: 'command', id: action };
  await inTenant(room.orm, room.actor.tenantId, (em) =>
    announce(em, { actor: room.actor, now: room.clock(), reason, decision }, refused[room.subgraph], {
      subject,
      data,
      status: 'refused',
    }),
  );
}

/** Deadlocks and serialization failures are the database asking for another try; nothing was done yet. */
const transient = new Set(['40001', '40P01']);

async function retried<T>(run: () => Promise<T>, tries = 4): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (tries > 1 && transient.has(String((error as { code?: unknown }).code))) return retried(run, tries - 1);
    throw error;
  }
}
