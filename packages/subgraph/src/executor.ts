import { guardSchema } from '@praetor/authorization/guard-schema';
import { readRequirements } from '@praetor/authorization/requirements';
import { permissionsOf } from '@praetor/authorization/roles';
import { proofOf } from '@praetor/authorization/step-up';
import type { PolicyEngine } from '@praetor/authorization/cedar';
import type { SubgraphName } from '@praetor/contracts/refused';
import type { Room } from '@praetor/events/room';
import type { Actor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import { forTenant } from '@praetor/postgres/tenancy';
import { requestScope } from '@praetor/telemetry/request-scope';
import { isTracing, traced } from '@praetor/telemetry/tracing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { maskErrors } from './errors.ts';
import { traceResolvers } from './resolver-spans.ts';

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface ExecutorOptions<Loaders> {
  name: SubgraphName;
  schema: GraphQLSchema;
  orm: MikroORM;
  clock: Clock;
  policies: PolicyEngine;
  log: Logger;
  loaders: (room: Room) => Loaders;
}

export type SubgraphExecutor = (request: SubgraphRequest, actor: Actor) => Promise<ExecutionResult>;

/** How many of the gateway's operations are remembered parsed and validated. */
const rememberedOperations = 1000;

/** Runs operations behind the second wall: the same rules as the gateway's, from the same declarations. */
export function createExecutor<Loaders>(options: ExecutorOptions<Loaders>): SubgraphExecutor {
  const { log } = options;
  const schema = guardSchema(options.schema, readRequirements(options.schema));
  if (isTracing()) traceResolvers(schema);
  const known = new Map<string, DocumentNode | readonly GraphQLError[]>();
  const read = (query: string): DocumentNode | readonly GraphQLError[] => {
    const remembered = known.get(query);
    if (remembered) return remembered;
    if (known.size >= rememberedOperations) known.delete(known.keys().next().value!);
    const result = readOperation(schema, query);
    known.set(query, result);
    return result;
  };
  const run: SubgraphExecutor = async (request, actor) => {
    const document = read(request.query);
    if (!('kind' in document)) return maskErrors({ errors: document }, log, actor.requestId);
    const result = await execute({
      schema,
      document,
      variableValues: request.variables ?? null,
      operationName: request.operationName ?? null,
      contextValue: contextOf(options, actor),
    });
    return maskErrors(result, log, actor.requestId);
  };
  const attributes = { 'praetor.subgraph': options.name };
  const inSpan: SubgraphExecutor = (request, actor) => {
    const { traceparent: parent } = actor;
    if (!parent) return run(request, actor);
    return traced('subgraph execute', { kind: 'server', parent, attributes }, () => run(request, actor));
  };
  // What the gateway asks for itself has no id: in one process its lines keep those of the request it serves.
  return (request, actor) => (actor.requestId ? requestScope.run(actor, () => inSpan(request, actor)) : inSpan(request, actor));
}

function readOperation(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** Everything lives as long as the request: one entity manager of the actor's tenant, one set of loaders. */
function contextOf<Loaders>({ name, orm, clock, policies, loaders }: ExecutorOptions<Loaders>, actor: Actor) {
  const room = roomOf({ name, orm, clock, policies }, actor);
  const viewer = {
    authenticated: actor.kind !== 'anonymous',
    permissions: room.permissions,
    impersonating: actor.impersonatorId !== null,
    proof: proofOf(actor, clock()),
  };
  return { room, viewer, loaders: loaders(room) };
}

/** The room of one actor: what commands and queries take first. */
export function roomOf(at: { name: SubgraphName; orm: MikroORM; clock: Clock; policies: PolicyEngine }, actor: Actor): Room {
  const { name, orm, clock, policies } = at;
  return {
    subgraph: name,
    orm,
    em: forTenant(orm, actor.tenantId),
    actor,
    permissions: permissionsOf(actor.roles),
    clock,
    policies,
  };
}
