import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardSchema } from '@praetor/authorization/guard-schema';
import { createPruner } from '@praetor/authorization/prune';
import { isImpersonable } from '@praetor/authorization/requirement';
import { readRequirements } from '@praetor/authorization/requirements';
import { permissions } from '@praetor/authorization/roles';
import type { Viewer } from '@praetor/authorization/rules';
import { buildSchema, type GraphQLField, isAbstractType, isObjectType, getNamedType, parse, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { root, subgraphNames } from '../src/workspaces.ts';

/**
 * All that staff can change while acting as someone else. Whoever adds to this list says why it is neither credential nor
 * factor, device, payout, wallet, role, privacy, closing or key – those are never in reach.
 */
const inReach = ['endImpersonation', 'openDispute', 'submitDisputeEvidence'];

/** As bad as it could be: every permission there is, and staff behind it. */
const viewer: Viewer = { authenticated: true, permissions: new Set(permissions), impersonating: true };

const api = buildSchema(readFileSync(join(root, 'schema/api.graphql'), 'utf8'));
const requirements = readRequirements(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));
const mutationsOf = (schema: GraphQLSchema): GraphQLField<unknown, unknown>[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {});

test('the list is what the schema declares, and names nothing that is someone’s own to change', () => {
  const declared = mutationsOf(api)
    .map(({ name }) => name)
    .filter((name) => isImpersonable(requirements.get(`Mutation.${name}`)!));
  expect(declared.toSorted()).toEqual(inReach.toSorted());
  const own =
    /password|passkey|totp|factor|recovery|device|session|email|phone|payout|wallet|role|privacy|close|erase|apikey|invit/i;
  expect(declared.filter((name) => own.test(name))).toEqual([]);
});

describe('the gateway’s wall', () => {
  const pruner = createPruner(api, requirements);
  test.each(mutationsOf(api).map((field) => [field.name, field] as const))('%s', async (name, field) => {
    const document = parse(`mutation ($input: ${String(field.args[0]?.type)}) { ${name}(input: $input) { __typename } }`);
    const { document: left, errors } = await pruner.prune(document, null, viewer, {});
    if (inReach.includes(name)) expect({ left, errors }).toEqual({ left: document, errors: [] });
    else expect([left, errors[0]?.extensions]).toMatchObject([null, { reason: 'IMPERSONATION_FORBIDDEN' }]);
  });
});

describe.each(subgraphNames)('the wall of %s', (subgraph) => {
  test('stops each of its mutations that is not in reach before anything of it runs', async () => {
    const file = join(root, `subgraphs/${subgraph}/src/graphql/schema.ts`);
    const { schema } = (await import(file)) as { schema: GraphQLSchema };
    const guarded = guardSchema(schema, readRequirements(schema));
    for (const field of mutationsOf(guarded)) {
      const type = getNamedType(field.type);
      expect(isObjectType(type) || isAbstractType(type), field.name).toBe(true);
      const run = async () =>
        field.resolve?.({}, {}, { viewer }, { parentType: guarded.getMutationType(), fieldName: field.name } as never);
      const answer = await run().catch((error: unknown) => error);
      const code = (answer as { extensions?: { code?: unknown } } | null)?.extensions?.code;
      expect([field.name, code === 'IMPERSONATION_FORBIDDEN']).toEqual([field.name, !inReach.includes(field.name)]);
    }
  });
});
