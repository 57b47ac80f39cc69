import type { GraphQLSchema } from 'graphql';
import type { Standing } from '../../../src/data-source.ts';
import type { Direct } from './direct.ts';
import type { Authority } from './people.ts';
import type { Group } from './revocations.ts';

/** What is tried besides authority: the schema, and how to speak to subgraphs as a gateway does. */
export interface Attempt {
  readonly schema: GraphQLSchema;
  readonly direct: Direct | null;
  readonly gateway: string;
  readonly authority: Authority;
  readonly seed: number;
  /** What a gateway knew last before the commit: from then on it is believed no longer than that is fresh. */
  readonly known: Map<string, Standing>;
  readonly isOver: boolean;
}

/** One way in. Null when there is nothing left to try it with. */
export interface Way {
  readonly name: string;
  readonly group: Group;
  /** It would itself take authority away, or change the rest: tried only once it must fail. */
  readonly harmful: boolean;
  readonly run: (attempt: Attempt) => Promise<boolean | null>;
}
