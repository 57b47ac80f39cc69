import { readdirSync, readFileSync } from 'node:fs';
import { permissionsOf } from '@praetor/authorization/roles';
import fc from 'fast-check';
import { type FieldDefinitionNode, type GraphQLField, type GraphQLSchema, Kind, parse } from 'graphql';
import { root } from '../forms/form.ts';
import { jsonFor, operationFor } from '../generated-input.ts';
import { publicMutations } from './entry-points.ts';
import { type Answer, isAccepted, isAllowed, lacking, nobody, post, streams } from './requests.ts';
import type { Group } from './revocations.ts';
import type { Way } from './way.ts';

type Kind_ = 'query' | 'mutation' | 'subscription';
const typeNames: Readonly<Record<string, Kind_>> = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' };

/** Every root field of the subgraphs, with what it demands. */
function rootFields(): { kind: Kind_; node: FieldDefinitionNode }[] {
  const folder = `${root}schema/subgraphs/`;
  return readdirSync(folder).flatMap((file) =>
    parse(readFileSync(folder + file, 'utf8')).definitions.flatMap((definition) => {
      const isType = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
      const kind = isType ? typeNames[definition.name.value] : undefined;
      return kind && isType ? (definition.fields ?? []).map((node) => ({ kind, node })) : [];
    }),
  );
}

const demands = ({ directives = [] }: FieldDefinitionNode, name: string): string =>
  JSON.stringify(directives.filter((one) => one.name.value === name).map((one) => one.arguments));

/** Mutations that anybody may send. */
export const openMutations = (): string[] =>
  rootFields()
    .filter(({ kind, node }) => kind === 'mutation' && demands(node, 'policy').includes('"public"'))
    .map(({ node }) => node.name.value);

/** What would itself take the authority away. */
const harm =
  /^(logout|changePassword|endImpersonation|revokeApiKey|rotateApiKey|revoke\w*Session\w*|remove(Totp|Passkey)|regenerate\w*|confirmTotp|(close|delete|erase|forget)\w*)/;

/** Each field of the public graph, for whoever is signed in, and for the role that it demands. */
export function fieldWays(schema: GraphQLSchema): Way[] {
  const administrator = permissionsOf(['ADMIN']);
  return rootFields().flatMap(({ kind, node }): Way[] => {
    const name = node.name.value;
    if (Object.hasOwn(publicMutations, name)) return [];
    const field = fieldsOf(schema, kind)[name];
    // What is the gateway's own is in no public schema.
    if (!field) return [];
    const ofRole = [...administrator].some((permission) => demands(node, 'requiresScopes').includes(`"${permission}"`));
    const tried = (group: Group, accepts: (answer: Answer) => boolean): Way => ({
      name: `${group}: ${kind} ${name}`,
      group,
      harmful: kind === 'mutation' && harm.test(name),
      run: async ({ gateway, authority: { token }, seed }) =>
        kind === 'subscription'
          ? streams(gateway, token, `subscription { ${name} { __typename } }`, group === 'role' ? lacking : nobody)
          : accepts(await post(gateway, token, generated(schema, kind, field, seed))),
    });
    return [tried('session', isAccepted), ...(ofRole ? [tried('role', isAllowed)] : [])];
  });
}

function fieldsOf(schema: GraphQLSchema, kind: Kind_): Record<string, GraphQLField<unknown, unknown>> {
  const type = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
  return type[kind]?.getFields() ?? {};
}

const samples = new Map<string, readonly unknown[]>();

/** An operation of the field with one of some inputs, mostly of the right shape. */
function generated(schema: GraphQLSchema, kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>, seed: number) {
  const known = samples.get(field.name) ?? samplesOf(field);
  samples.set(field.name, known);
  return { query: operationFor(schema, kind, field), variables: known[seed % known.length] };
}

const samplesOf = ({ args }: GraphQLField<unknown, unknown>): readonly unknown[] =>
  fc.sample(
    fc.record(Object.fromEntries(args.map(({ name, type }) => [name, jsonFor(type, ['acc_01k00000000000000000000000'])]))),
    3,
  );
