import { readFileSync } from 'node:fs';
import { createPruner, type Pruner } from '@praetor/authorization/prune';
import { requirementText } from '@praetor/authorization/requirement';
import { federationRootFields, readRequirements, type Requirements } from '@praetor/authorization/requirements';
import { permissionsOf, type Role, roles } from '@praetor/authorization/roles';
import { proofOf } from '@praetor/authorization/step-up';
import { type Actor, systemActor } from '@praetor/identity/actor';
import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { buildSchema, extendSchema, type GraphQLSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldText, rootOperation } from './any-operation.ts';
import { type Whole, whole } from './whole.ts';

const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const composed = readRequirements(sdl);
const rootTypes = ['Query', 'Mutation', 'Subscription'];
const open = { authenticated: false, scopes: null, policies: [['public']] };

/** Ways to objects that are no roots, at the gateway: a field that is not in the graph, open to everybody. */
const entrances = ['Account', 'Flag', 'Dispute', 'TrustProfile'];
let pruner: Pruner;
let world: Whole;
let viewers: readonly (readonly [string, Actor])[];
/** What exists: an account, its trust profile, a flag that the partner raised, a dispute that the buyer opened. */
let ways: Readonly<Record<string, (actor: Actor, field: string) => { query: string; representations: object[] }>>;

beforeAll(async () => {
  world = await whole();
  const { tenantId } = world;
  const people = new Map<string, Actor>();
  for (const { role } of world.demo.logins) people.set(role, await world.personOf(role));
  const partner = partnerActor(tenantId);
  const gateway = { ...systemActor('gateway', tenantId), roles: ['GATEWAY'] };
  const others = { PARTNER: partner, GATEWAY: gateway } satisfies Partial<Record<Role, Actor>>;
  viewers = [
    ['anonymous', anonymousActor(tenantId)],
    ['nobody in particular', accountActor(tenantId, [])],
    ...Object.keys(roles).map((role) => [role, (others as Record<string, Actor>)[role] ?? people.get(role)!] as const),
    ['an administrator of yesterday', { ...people.get('ADMIN')!, authenticatedAt: 1 }],
    ['an administrator with one factor', { ...people.get('ADMIN')!, assurance: 1, roles: [], withheldRoles: ['ADMIN'] }],
  ];
  const [buyer, seller] = [people.get('BUYER')!, people.get('SELLER')!];
  const flag = await made('admin', partner, 'raiseFlag', 'Flag', {
    entity: { type: 'listing', id: 'listing-1' },
    accountId: seller.id,
    category: 'counterfeit',
    reason: 'The logo is wrong.',
  });
  const dispute = await made('disputes', buyer, 'openDispute', 'Dispute', {
    respondentId: seller.id,
    orderRef: 'order-1',
    category: 'itemNotReceived',
    description: 'Nothing came.',
  });
  await world.drain();
  const entity = (type: string, id: string | null, field: string) => ({
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${field} } } }`,
    representations: [{ __typename: type, id }],
  });
  ways = {
    Account: ({ kind, id }, field) => entity('Account', kind === 'account' && people.has(roleOf(id)) ? id : seller.id, field),
    TrustProfile: ({ kind, id }, field) => entity('Account', kind === 'account' ? id : seller.id, `trust { ${field} }`),
    Flag: (_, field) => entity('Flag', flag, field),
    Dispute: (_, field) => entity('Dispute', dispute, field),
  };
  function roleOf(id: string | null): string {
    return [...people].find(([, person]) => person.id === id)?.[0] ?? '';
  }

  const schema = extendSchema(
    buildSchema(sdl, { assumeValidSDL: true }),
    parse(`extend type Query { ${entrances.map((type) => `to${type}: ${type}`).join(' ')} }`),
  );
  pruner = createPruner(schema, new Map([...composed, ...entrances.map((type) => [`Query.to${type}`, open] as const)]));
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** The id of what a mutation makes. */
async function made(subgraph: string, actor: Actor, mutation: string, type: string, input: object): Promise<string> {
  const inputType = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { __typename ... on ${type} { id } } }`;
  const result = await world.named(subgraph).execute({ query, variables: { input } }, actor);
  const id = (result.data?.[mutation] as { id?: string } | undefined)?.id;
  expect(id, JSON.stringify(result)).toBeTypeOf('string');
  return id!;
}

/** Whether the first wall leaves the field in an operation. */
async function atGateway(schema: GraphQLSchema, coordinate: string, actor: Actor): Promise<boolean> {
  const [type = '', field = ''] = coordinate.split('.');
  const text = rootTypes.includes(type)
    ? rootOperation(schema, type, field)
    : `{ to${type} { ${fieldText(schema, type, field)} } }`;
  const viewer = {
    authenticated: actor.kind !== 'anonymous',
    permissions: permissionsOf(actor.roles),
    impersonating: actor.impersonatorId !== null,
    proof: proofOf(actor, world.clock()),
  };
  const { errors } = await pruner.prune(parse(text), null, viewer, {});
  const elsewhere = errors.filter(({ extensions }) => extensions['coordinate'] !== coordinate);
  expect(elsewhere, `${coordinate}: the way there is open`).toEqual([]);
  return errors.length === 0;
}

const wallCodes = new Set<unknown>(['FORBIDDEN', 'UNAUTHENTICATED', 'INSUFFICIENT_USER_AUTHENTICATION']);

/** Whether the subgraph runs the field when it is asked directly; null when there is nothing to ask it of. */
async function atSubgraph({ schema, execute }: RunningSubgraph, coordinate: string, actor: Actor): Promise<boolean | null> {
  const [type = '', field = ''] = coordinate.split('.');
  const request = rootTypes.includes(type)
    ? { query: rootOperation(schema, type, field) }
    : ways[type]!(actor, fieldText(schema, type, field));
  const { representations } = request as { representations?: object[] };
  const { data, errors = [] } = await execute(
    { query: request.query, ...(representations && { variables: { representations } }) },
    actor,
  );
  const codes = errors.map(({ extensions }) => extensions['code']);
  expect(codes, coordinate).not.toContain('INTERNAL_SERVER_ERROR');
  expect(codes, `${coordinate} ${JSON.stringify(errors)}`).not.toContain('GRAPHQL_VALIDATION_FAILED');
  const refusals = errors.filter(({ message }) => message.startsWith(`${coordinate} `));
  if (refusals.length > 0) {
    expect(refusals.every(({ extensions }) => wallCodes.has(extensions['code']))).toBe(true);
    return false;
  }
  if (!representations) return true;
  const [found] = (data?.['_entities'] ?? []) as (Record<string, unknown> | null)[];
  return found && (type !== 'TrustProfile' || found['trust']) ? true : null;
}

const fieldsOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('_'))
    .flatMap((type) => Object.keys('getFields' in type ? type.getFields() : {}).map((field) => `${type.name}.${field}`));

const textAt = (requirements: Requirements, coordinate: string): string | null => {
  const requirement = requirements.get(coordinate);
  return requirement ? requirementText(requirement) : null;
};

describe('the two walls over the real schema', () => {
  test('require the same of every field, also of those that several subgraphs answer', () => {
    const differing: string[] = [];
    let compared = 0;
    for (const { name, schema } of world.running) {
      const own = readRequirements(schema);
      for (const coordinate of fieldsOf(schema).filter((one) => !federationRootFields.has(one.split('.')[1] ?? ''))) {
        compared += 1;
        const [here, there] = [textAt(own, coordinate), textAt(composed, coordinate)];
        if (here !== there) differing.push(`${name} ${coordinate}: ${here}; composed: ${there}`);
      }
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(400);
  });

  test('give each role the same answer at every field that requires something, entities included', async () => {
    const differing: string[] = [];
    const seen = new Map<string, Set<boolean>>();
    for (const subgraph of world.running) {
      const guarded = [...readRequirements(subgraph.schema).keys()].filter((coordinate) => coordinate.includes('.'));
      for (const coordinate of guarded) {
        for (const [who, actor] of viewers) {
          const first = await atGateway(subgraph.schema, coordinate, actor);
          const second = await atSubgraph(subgraph, coordinate, actor);
          // What a person may not even know of is no way around the first wall either.
          if (first !== (second ?? false))
            differing.push(`${coordinate} for ${who}: gateway ${first}, ${subgraph.name} ${second}`);
          if (second !== null) seen.set(coordinate, (seen.get(coordinate) ?? new Set()).add(second));
        }
      }
    }
    expect(differing).toEqual([]);
    expect(seen.size).toBeGreaterThan(75);
    const scoped = [...seen].filter(([coordinate]) => composed.get(coordinate)?.scopes);
    expect(scoped.filter(([, verdicts]) => verdicts.size < 2)).toEqual([]);
  }, 300_000);
});
