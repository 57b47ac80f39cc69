import { createBuilder } from '@praetor/subgraph/builder';
import type { RequestContext } from '@praetor/subgraph/context';
import type { Desk } from '../commands/desk.ts';
import type { Loaders } from '../queries/loaders.ts';

export const builder = createBuilder<RequestContext<Loaders & { desk: Desk }>>();
