import type { Viewer as Rights } from '@praetor/authorization/rules';
import type { Actor } from '@praetor/identity/actor';
import type { Caller } from './caller.ts';
import type { RunOperation } from './operations/run-operation.ts';

/** A caller whose identity and rights are established, as of this moment. */
export interface Viewer extends Rights {
  readonly actor: Actor;
  /** It runs registered operations and nothing else. */
  readonly operationsOnly?: boolean;
}

/** What every operation runs with. */
export interface GatewayContext {
  readonly caller: Caller;
  readonly viewer: Viewer;
  /** The registered operation that this is, when it is one. */
  readonly operation?: RunOperation | undefined;
}
