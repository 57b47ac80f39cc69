import type { Viewer as Rights } from '@praetor/authorization/rules';
import type { Actor } from '@praetor/identity/actor';
import type { Caller } from './caller.ts';

/** A caller whose identity and rights are established, as of this moment. */
export interface Viewer extends Rights {
  readonly actor: Actor;
}

/** What every operation runs with. */
export interface GatewayContext {
  readonly caller: Caller;
  readonly viewer: Viewer;
}
