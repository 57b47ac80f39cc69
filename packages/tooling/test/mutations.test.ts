import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { undeclaredRootFields } from '@praetor/authorization/requirements';
import { getNamedType, isInputObjectType, isNonNullType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { root, subgraphNames } from '../src/workspaces.ts';

type RefusalClass = { readonly name: string };

/**
 * Where a key would be wrong: tokens are kept nowhere to be given twice, each proof is one of its own, an event or request
 * has an id of its own, and counts are sums.
 */
const withoutKey = [
  'login',
  'verifyEmail',
  'signInWithLink',
  'refreshSession',
  'answerSecondFactor',
  'reauthenticate',
  'startPasskeyRegistration',
  'startPasskeyProof',
  'signInWithPasskey',
  'startProviderSignIn',
  'finishProviderSignIn',
  'startIdentityLink',
  'linkIdentity',
  'endProviderSessions',
  'ingestEvents',
  'reportOperationUsage',
  'trustDecision',
];

describe.each(subgraphNames)('the graph of %s', (name) => {
  const file = join(root, `subgraphs/${name}/src/graphql/schema.ts`);

  test('says on every root field who may ask', async () => {
    expect(undeclaredRootFields(await schemaIn(file))).toEqual([]);
  });

  test('every mutation takes one input, with an idempotency key', async () => {
    for (const field of mutationsOf(await schemaIn(file))) {
      expect(
        field.args.map((argument) => argument.name),
        field.name,
      ).toEqual(['input']);
      const [input] = field.args;
      expect(isNonNullType(input?.type), field.name).toBe(true);
      const type = input && getNamedType(input.type);
      if (withoutKey.includes(field.name)) continue;
      expect(isInputObjectType(type) && String(type.getFields()['idempotencyKey']?.type), field.name).toBe('String');
    }
  });

  test('every mutation answers with exactly the refusals its command exports', async () => {
    const mutations = mutationsOf(await schemaIn(file));
    const exported = await refusalsOfCommands(name);
    const declared = Object.fromEntries(mutations.map((field) => [`${field.name}Refusals`, namesOf(declaredRefusals(field))]));
    expect(declared).toEqual(Object.fromEntries([...exported].map(([key, refusals]) => [key, namesOf(refusals)])));
  });
});

async function schemaIn(file: string): Promise<GraphQLSchema> {
  expect(existsSync(file), `${file.slice(root.length)} exists`).toBe(true);
  return ((await import(file)) as { schema: GraphQLSchema }).schema;
}

function mutationsOf(schema: GraphQLSchema): GraphQLField<unknown, unknown>[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {});
}

function declaredRefusals(field: GraphQLField<unknown, unknown>): readonly RefusalClass[] {
  const options = field.extensions['pothosOptions'] as { errors?: { types?: readonly RefusalClass[] } } | undefined;
  return options?.errors?.types ?? [];
}

const namesOf = (refusals: readonly RefusalClass[]): string[] => refusals.map((refusal) => refusal.name).toSorted();

/** Constants named `<mutation>Refusals` of all commands of a subgraph. */
async function refusalsOfCommands(name: string): Promise<Map<string, readonly RefusalClass[]>> {
  const files = globSync(`subgraphs/${name}/src/commands/*.ts`, { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const modules = (await Promise.all(files.map((file) => import(join(root, file))))) as Record<string, unknown>[];
  const constants = modules.flatMap((module) => Object.entries(module)).filter(([key]) => key.endsWith('Refusals'));
  return new Map(constants as [string, readonly RefusalClass[]][]);
}
