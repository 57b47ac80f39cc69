import type { Actor } from '@praetor/identity/actor';
import { createFaults, type Faults } from './faults.ts';
import type { Json } from './objects.ts';

/** What a schedule works on, for one request of a client. */
export interface Run {
  readonly data: Json;
  readonly variables: Readonly<Json>;
  readonly actor: Actor;
  readonly faults: Faults;
  /** Entities that more than one round asks for, by question and representation. */
  readonly known: Map<string, Map<string, Json>>;
}

export function startRun(variables: Readonly<Json>, actor: Actor, clientKey: (key: string) => string): Run {
  return { data: {}, variables, actor, faults: createFaults(clientKey), known: new Map() };
}
