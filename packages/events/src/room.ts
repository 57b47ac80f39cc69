import type { PolicyEngine } from '@praetor/authorization/cedar';
import type { Permission } from '@praetor/authorization/roles';
import type { EntityRef } from '@praetor/contracts/contract';
import type { SubgraphName } from '@praetor/contracts/refused';
import type { Actor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';

/** What a command or query acts in: one caller, in one tenant, at one subgraph. */
export interface Room {
  readonly subgraph: SubgraphName;
  readonly orm: MikroORM;
  /** Reads of this request; commands open their own transaction. */
  readonly em: EntityManager;
  readonly actor: Actor;
  /** What the actor's roles let it ask for. */
  readonly permissions: ReadonlySet<Permission>;
  readonly clock: Clock;
  readonly policies: PolicyEngine;
}

export interface Attempt<Result> {
  /** The verb, as audit shows it: `startReview`. */
  action: string;
  /** What it is done to; null when that does not exist yet. */
  target: EntityRef | null;
  /** The parsed input; its `idempotencyKey`, when present, makes the attempt happen once. */
  input: { idempotencyKey?: string | null | undefined };
  /** Why, in the actor's words. */
  reason?: string | null | undefined;
  /** Finds the earlier result again when the same idempotency key comes back. */
  reload: (tx: EntityManager, id: string) => Promise<Result>;
}
