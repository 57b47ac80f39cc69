import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import ErrorsPlugin from '@pothos/plugin-errors';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import {
  Conflict,
  IdempotencyMismatch,
  InvalidInput,
  NotFound,
  PolicyDenied,
  type InputIssue,
  type RefusalClass,
} from '@praetor/kernel/refusal';
import { specifiedDirectives, type GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.ts';
import { ofAtMost } from './declare.ts';
import { listSizes } from './list-sizes.ts';
import { liveDirectives, liveLink } from './live.ts';
import { viewerMarks } from './viewer-marks.ts';
import { scalars, type Scalars } from './scalars.ts';

/** What every subgraph's builder knows before its own types. */
export interface SubgraphTypes<Context extends RequestContext> {
  Context: Context;
  Scalars: Scalars;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  Interfaces: { UserError: { code: string; message: string } };
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
}

export type SubgraphBuilder<Context extends RequestContext> = PothosSchemaTypes.SchemaBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SubgraphTypes<Context>>
>;

/**
 * The builder that all six subgraphs fill alike: federation, refusals as unions named after their field, keyset
 * connections of known size, permission directives, one set of scalars. The federation plugin comes after those that wrap
 * resolvers, and takes what the last one says of sizes.
 */
export function createBuilder<Context extends RequestContext>(): SubgraphBuilder<Context> {
  const builder = new SchemaBuilder<SubgraphTypes<Context>>({
    plugins: [ErrorsPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin, listSizes, viewerMarks],
    defaultFieldNullability: false,
    errors: {
      defaultTypes: [NotFound, InvalidInput, IdempotencyMismatch],
      directResult: true,
      defaultUnionOptions: { name: ({ fieldName }) => `${capitalized(fieldName)}Result` },
    },
    relay: {
      nodeQueryOptions: false,
      nodesQueryOptions: false,
      pageInfoTypeOptions: { shareable: true },
      clientMutationId: 'omit',
      cursorType: 'String',
      defaultConnectionTypeOptions: {},
      edgesFieldOptions: { nullable: { list: false, items: false } },
      nodeFieldOptions: { nullable: false },
    },
  }) as SubgraphBuilder<Context>;
  scalars(builder as never);
  refusals(builder);
  builder.queryType({});
  return builder;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The interface of all refusals, and the types of the kernel's own. */
function refusals<Context extends RequestContext>(builder: SubgraphBuilder<Context>): void {
  builder.interfaceRef<{ code: string; message: string }>('UserError');
  builder.interfaceType('UserError', {
    description:
      'An expected outcome that is not the wished one. `message` says what to do next, `code` has a page in the handbook.',
    fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
  });
  refusalType(builder, NotFound, 'NotFound', 'There is no such thing, or the caller may not know of it: both answer alike.');
  refusalType(builder, IdempotencyMismatch, 'IdempotencyMismatch', 'The idempotency key was used before with another input.');
  refusalType(builder, PolicyDenied, 'PolicyDenied', 'A policy forbids this person to do this to that thing now.');
  refusalType(builder, Conflict, 'Conflict', 'The thing changed since it was read.', (t) => ({
    currentVersion: t.int({ resolve: (refusal) => (refusal as Conflict).currentVersion }),
  }));
  const issue = builder.objectRef<InputIssue>('InputIssue').implement({
    description: 'One thing wrong with an input.',
    shareable: true,
    fields: (t) => ({
      path: t.stringList({ description: 'Where in the input.', resolve: ({ path }) => path.map(String) }),
      message: t.exposeString('message'),
    }),
  });
  refusalType(builder, InvalidInput, 'InvalidInput', 'The input is malformed.', (t) => ({
    issues: t.field({ type: [issue], ...ofAtMost(20), resolve: (refusal) => (refusal as InvalidInput).issues }),
  }));
}

type RefusalFields<Context extends RequestContext> = (
  t: PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<SubgraphTypes<Context>>, unknown>,
) => Record<string, never>;

/** The GraphQL type of one refusal class. Shareable: a refusal of one name means the same everywhere. */
export function refusalType<Context extends RequestContext>(
  builder: SubgraphBuilder<Context>,
  refusal: RefusalClass,
  name: string,
  description: string,
  fields?: (t: Parameters<RefusalFields<Context>>[0]) => object,
): void {
  builder.objectType(
    refusal as never,
    {
      name,
      description,
      interfaces: ['UserError'],
      shareable: true,
      ...(fields && { fields: fields as never }),
    } as never,
  );
}

/** The finished subgraph schema, with the federation links its directives need. */
export function subgraphSchema<Context extends RequestContext>(builder: SubgraphBuilder<Context>): GraphQLSchema {
  return builder.toSubGraphSchema({
    linkUrl: 'https://specs.apollo.dev/federation/v2.9',
    composeDirectives: liveDirectives.map(({ name }) => `@${name}` as const),
    directives: [...specifiedDirectives, ...liveDirectives],
    extensions: { directives: [liveLink] },
  });
}
