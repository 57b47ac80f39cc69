import type { Actor } from '@praetor/identity/actor';
import type { Leaving } from '../leaving.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Json } from './objects.ts';
import type { Site } from './sites.ts';

/** Of one request: the variables as the client sent them, and who asks. */
export interface Asked {
  readonly variables: Readonly<Json>;
  readonly actor: Actor;
  /** Of a read: whose going ends it. Null where it runs to its end whoever waits. */
  readonly leaving: Leaving | null;
}

/** What a schedule works on, for one request of a client. */
export interface Run extends Asked {
  readonly data: Json;
  readonly faults: Faults;
  /** Entities that more than one round asks for, by question and representation. */
  readonly known: Map<string, Map<string, Json>>;
  /** The objects at sites where they are shared. */
  readonly found: Map<Site, readonly Json[]>;
}

export function startRun({ variables, actor, leaving }: Asked, clientKey: (key: string) => string): Run {
  return { data: {}, variables, actor, leaving, faults: createFaults(clientKey), known: new Map(), found: new Map() };
}
