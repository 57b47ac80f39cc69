import type { Room } from '@praetor/events/room';
import { hasLeft } from '@praetor/events/commit-bell';
import { isTransient } from '@praetor/events/transient';
import { createExpressLane, type ExpressLane } from '@praetor/postgres/express-lane';
import type { MikroORM } from '@mikro-orm/postgresql';
import { answerAll } from './answer-questions.ts';
import { isAnsweredMeanwhile } from './decision-rows.ts';
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
/** How many transactions of all tenants together. */
const connections = 4;

/** All desks of one process at one database. */
interface Hall {
  readonly lane: ExpressLane;
  readonly desks: Map<string, Desk>;
}

const halls = new WeakMap<MikroORM, Hall>();

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

function hallOf(orm: MikroORM): Hall {
  const known = halls.get(orm);
  if (known) return known;
  const url = orm.config.get('clientUrl')!;
  // Told to the ORM's log, so that traces and tests see these statements as all others.
  const onStatement = (query: string, took: number) => orm.config.getLogger().logQuery({ query, took });
  const lane = createExpressLane({ url, name: 'praetor-trust-decisions', connections, onStatement });
  const hall = { lane, desks: new Map<string, Desk>() };
  halls.set(orm, hall);
  return hall;
}

/** Ends what answers hold open at this database. */
export async function closeDesks(orm: MikroORM): Promise<void> {
  await halls.get(orm)?.lane[Symbol.asyncDispose]();
  halls.delete(orm);
}

function deskOf({ orm, actor: { tenantId } }: Room): Desk {
  const { desks } = hallOf(orm);
  const desk = desks.get(tenantId) ?? { queue: [], busy: 0 };
  desks.set(tenantId, desk);
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
  const { orm } = room;
  try {
    const answers = await answerAll({ orm, lane: hallOf(orm).lane, now: room.clock() }, tickets);
    hasLeft(orm, 'events');
    return answers;
  } catch (error) {
    if (tries > 1 && (isTransient(error) || isAnsweredMeanwhile(error))) return answeredTogether(tickets, tries - 1);
    throw error;
  }
}
