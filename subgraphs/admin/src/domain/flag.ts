import type { Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';
import type { Colleague } from './reporter.ts';

export const resolutions = ['dismiss', 'warn', 'suspend', 'delist'] as const;
export type Resolution = (typeof resolutions)[number];

/** Any governed thing, ours (`account`) or the marketplace's (`listing`, `booking`, `review`, …). */
export interface Entity {
  readonly type: string;
  readonly id: string;
}

/** Whether anything can be of this type at all: a name in lower camel case. */
export const isEntityType = (name: string): boolean => /^[a-z][a-zA-Z]{0,39}$/.test(name);

/** What never changes about a flag. */
export interface Concern {
  readonly entity: Entity;
  /** The account that answers for the entity; null when none is known. */
  readonly accountId: Id<'account'> | null;
}

/** The life of a flag. `open` waits for someone to take it, `assigned` for its assignee to decide, `resolved` is final. */
export type Flag = Concern &
  (
    | { status: 'open' }
    | { status: 'assigned'; assigneeId: Id<'account'> }
    | { status: 'resolved'; resolution: Resolution; resolvedById: Id<'account'> }
  );
export const statuses = ['open', 'assigned', 'resolved'] as const;
export type Status = Flag['status'];

export type FlagEvent =
  | { type: 'Assigned'; assigneeId: Id<'account'> }
  | { type: 'Unassigned'; formerAssigneeId: Id<'account'> }
  | { type: 'Resolved'; resolution: Resolution; resolvedById: Id<'account'> };

/** The event of one type. */
export type Of<Type extends FlagEvent['type']> = Extract<FlagEvent, { type: Type }>;

export class WrongState extends Refusal {
  readonly code = 'FLAG_WRONG_STATE';
  readonly from: Status;
  constructor(from: Status, attempted: string) {
    super(`Cannot ${attempted} a flag that is ${from}. Read its present state.`);
    this.from = from;
  }
}

export class AlreadyAssigned extends Refusal {
  readonly code = 'FLAG_ALREADY_ASSIGNED';
  constructor() {
    super('This flag is assigned to this account already. There is nothing to do.');
  }
}

export class HeldByAnother extends Refusal {
  readonly code = 'FLAG_HELD_BY_ANOTHER';
  constructor() {
    super('Someone else has this flag. Ask them, or assign it to yourself first.');
  }
}

/** Whoever judges must not be judged. */
export class ConflictOfInterest extends Refusal {
  readonly code = 'FLAG_CONFLICT_OF_INTEREST';
  constructor() {
    super('The flag is about the account that would work on it. Hand it to someone else.');
  }
}

export class AssigneeNotStaff extends Refusal {
  readonly code = 'FLAG_ASSIGNEE_NOT_STAFF';
  constructor() {
    super('This account may not resolve flags, or is not here. Assign the flag to a colleague who may.');
  }
}

export class ResolutionMismatch extends Refusal {
  readonly code = 'FLAG_RESOLUTION_MISMATCH';
  constructor(message: string) {
    super(message);
  }
}

/** Hands the flag to a colleague, also when someone else has it. Not to the account it is about. */
export function assign(flag: Flag, to: Colleague): Of<'Assigned'> {
  if (flag.status === 'resolved') throw new WrongState(flag.status, 'assign');
  if (!to.active || !to.resolves) throw new AssigneeNotStaff();
  if (flag.accountId === to.accountId) throw new ConflictOfInterest();
  if (flag.status === 'assigned' && flag.assigneeId === to.accountId) throw new AlreadyAssigned();
  return { type: 'Assigned', assigneeId: to.accountId };
}

/** Puts the flag back in the queue. */
export function unassign(flag: Flag): Of<'Unassigned'> {
  if (flag.status !== 'assigned') throw new WrongState(flag.status, 'unassign');
  return { type: 'Unassigned', formerAssigneeId: flag.assigneeId };
}

/** Decides the flag: by its assignee, or by anyone who may while nobody has it. */
export function resolve(flag: Flag, by: Id<'account'>, resolution: Resolution): Of<'Resolved'> {
  if (flag.status === 'resolved') throw new WrongState(flag.status, 'resolve');
  if (flag.accountId === by) throw new ConflictOfInterest();
  if (flag.status === 'assigned' && flag.assigneeId !== by) throw new HeldByAnother();
  assertFits(flag, resolution);
  return { type: 'Resolved', resolution, resolvedById: by };
}

/** Notes are taken while someone may still weigh them. */
export function assertTakesNotes(flag: Flag): void {
  if (flag.status === 'resolved') throw new WrongState(flag.status, 'add a note to');
}

function assertFits({ entity, accountId }: Concern, resolution: Resolution): void {
  if ((resolution === 'warn' || resolution === 'suspend') && !accountId)
    throw new ResolutionMismatch(`Nobody is known to answer for this ${entity.type}: dismiss or delist it.`);
  if (resolution === 'delist' && entity.type === 'account')
    throw new ResolutionMismatch('An account cannot be delisted: suspend it, or flag what it lists.');
}

/** The flag after the event, which the functions above allowed. */
export function evolve({ entity, accountId }: Flag, event: FlagEvent): Flag {
  switch (event.type) {
    case 'Assigned':
      return { entity, accountId, status: 'assigned', assigneeId: event.assigneeId };
    case 'Unassigned':
      return { entity, accountId, status: 'open' };
    case 'Resolved':
      return { entity, accountId, status: 'resolved', resolution: event.resolution, resolvedById: event.resolvedById };
  }
}
