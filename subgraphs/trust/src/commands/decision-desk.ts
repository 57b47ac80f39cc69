import type { Room } from '@praetor/events/room';
import { inTenant } from '@praetor/postgres/tenancy';
import { isTransient } from '@praetor/events/transient';
import type { MikroORM } from '@mikro-orm/postgresql';
import { answerAll } from './answer-questions.ts';
import type { Answer, Asked, Waiting } from './question.ts';

interface Ticket extends Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Desk {
  readonly queue: Ticket[];
  busy: number;
}

/** At most this many in one transaction, and this many transactions of one tenant at a time. */
const batch = 64;
const clerks = 2;

const desks = new WeakMap<MikroORM, Map<string, Desk>>();

/**
 * Waits for the answer. Whoever asks while others are being answered is answered with everyone else who waits, in one
 * transaction: under load a commit is shared, and nobody waits for a company that does not come.
 */
export function answered(room: Room, asked: Asked): Promise<Answer> {
  const desk = deskOf(room);
  return new Promise((resolve, reject) => {
    desk.queue.push({ room, asked, resolve, reject });
    if (desk.busy < clerks) void serve(desk);
  });
}

function deskOf({ orm, actor: { tenantId } }: Room): Desk {
  const ofTenants = desks.get(orm) ?? new Map<string, Desk>();
  desks.set(orm, ofTenants);
  const desk = ofTenants.get(tenantId) ?? { queue: [], busy: 0 };
  ofTenants.set(tenantId, desk);
  return desk;
}

async function serve(desk: Desk): Promise<void> {
  desk.busy += 1;
  while (desk.queue.length) await settle(desk.queue.splice(0, batch));
  desk.busy -= 1;
}

/** Answers all, or tells each why not: never throws. Of several that share a fault, each is tried by itself. */
async function settle(tickets: readonly Ticket[]): Promise<void> {
  try {
    const answers = await answeredTogether(tickets);
    for (const [index, ticket] of tickets.entries()) ticket.resolve(answers[index]!);
  } catch (error) {
    const [ticket, ...more] = tickets;
    if (!more.length) return ticket!.reject(error);
    for (const one of tickets) await settle([one]);
  }
}

/** Someone else may have answered the same question first, in another process: then theirs is read. */
async function answeredTogether(tickets: readonly Ticket[], tries = 4): Promise<readonly Answer[]> {
  const [{ room }] = tickets as [Ticket];
  try {
    return await inTenant(room.orm, room.actor.tenantId, (tx) => answerAll(tx, tickets, room.clock()));
  } catch (error) {
    if (tries > 1 && isTransient(error)) return answeredTogether(tickets, tries - 1);
    throw error;
  }
}
