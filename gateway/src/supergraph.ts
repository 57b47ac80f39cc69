import './no-apollo-telemetry.ts';
import { createHash } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import { createPruner, type Pruner } from '@praetor/authorization/prune';
import { readRequirements, type Requirements } from '@praetor/authorization/requirements';
import { stripSecurityLinks } from '@praetor/authorization/security-links';
import { type DocumentNode, type ExecutionResult, getOperationAST, type GraphQLSchema, print } from 'graphql';
import type { Logger } from 'pino';
import { type AuthorizationMode, prunerInMode } from './authorization-mode.ts';
import { dataSource, type Subgraph } from './data-source.ts';
import { type EntityKeys, readEntityKeys } from './entity-keys.ts';
import { type LiveField, readLiveFields } from './live/live-fields.ts';
import { type CostGuard, costGuard } from './limits/cost-budget.ts';
import { readCostModel } from './limits/cost-model.ts';
import { plannerNames } from './planner-names.ts';
import type { GatewayContext } from './viewer.ts';

/** One allowed operation, to be planned and run. */
export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

/** A supergraph in use. It never changes: a swap puts another in its place, and what began with this one ends with it. */
export interface Supergraph {
  /** SHA-256 of the SDL. */
  readonly id: string;
  readonly apiSchema: GraphQLSchema;
  readonly requirements: Requirements;
  readonly pruner: Pruner;
  readonly assertAffordable: CostGuard;
  readonly liveFields: ReadonlyMap<string, LiveField>;
  readonly entityKeys: EntityKeys;
  /** Plans and runs an operation that the caller may run: prune first. */
  execute(operation: PlannedOperation): Promise<ExecutionResult>;
}

export interface SupergraphOptions {
  readonly subgraphs: readonly Subgraph[];
  readonly logger: Logger;
  readonly authorizationMode: AuthorizationMode | 'off';
  /** What an operation may cost, by role. */
  readonly costBudgets: ReadonlyMap<string, number>;
}

/** Loads a composed supergraph. Throws, and changes nothing, when it is not one or when a subgraph it needs is not given. */
export async function loadSupergraph(sdl: string, options: SupergraphOptions): Promise<Supergraph> {
  const { subgraphs, logger, authorizationMode, costBudgets } = options;
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name, dataSource(subgraph)]));
  const requirements = readRequirements(sdl);
  const gateway = new ApolloGateway({
    // Apollo refuses a supergraph whose security features it does not enforce; the pruner enforces them.
    supergraphSdl: stripSecurityLinks(sdl),
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    logger: {
      debug: () => {},
      info: (text) => logger.debug(text),
      warn: (text) => logger.warn(text),
      error: (text) => logger.error(text),
    },
    buildService({ name }) {
      const source = byName.get(name);
      if (!source)
        throw new Error(`The supergraph needs the subgraph "${name}", which is not among ${[...byName.keys()].join(', ')}.`);
      return source;
    },
  });
  const { schema } = await gateway.load();
  const names = plannerNames(sdl);
  return {
    id: sha256(sdl),
    apiSchema: schema,
    requirements,
    pruner: prunerInMode(createPruner(schema, requirements), authorizationMode, logger),
    assertAffordable: costGuard(schema, readCostModel(sdl, schema), costBudgets),
    liveFields: readLiveFields(sdl, schema),
    entityKeys: readEntityKeys(sdl),
    async execute(operation) {
      const { document, restore } = names.safe(operation.document);
      return restore(await executeOn(gateway, schema, { ...operation, document }, logger));
    },
  };
}

/** The supergraph new operations use, and how to put another in its place. */
export interface SupergraphHolder {
  readonly current: Supergraph;
  /** Takes effect for the next operation; the same SDL again changes nothing. Throws and keeps the present one when `sdl` cannot be loaded. */
  swap(sdl: string): Promise<Supergraph>;
}

export async function holdSupergraph(sdl: string, options: SupergraphOptions): Promise<SupergraphHolder> {
  let current = await loadSupergraph(sdl, options);
  let turn: Promise<unknown> = Promise.resolve();
  const swapTo = async (wanted: string): Promise<Supergraph> => {
    if (sha256(wanted) === current.id) return current;
    current = await loadSupergraph(wanted, options);
    options.logger.info({ supergraph: current.id }, 'Supergraph swapped.');
    return current;
  };
  return {
    get current() {
      return current;
    },
    swap(wanted) {
      // One after the other: the last to be asked for is the one that stays.
      const swapped = turn.then(() => swapTo(wanted));
      turn = swapped.catch(() => {});
      return swapped;
    },
  };
}

type Executor = ApolloGateway['executor'];

async function executeOn(
  gateway: ApolloGateway,
  schema: GraphQLSchema,
  operation: PlannedOperation,
  logger: Logger,
): Promise<ExecutionResult> {
  const { document, operationName, variables, context } = operation;
  const { source, hash } = textOf(document);
  const definition = getOperationAST(document, operationName);
  const request = { query: source, variables: { ...variables }, ...(operationName && { operationName }) };
  const requestContext = {
    request,
    document,
    source,
    queryHash: hash,
    operationName: operationName ?? null,
    operation: definition,
    context,
    schema,
    logger,
    metrics: {},
  };
  // The executor reads nothing else of Apollo Server's request context.
  return gateway.executor(requestContext as unknown as Parameters<Executor>[0]);
}

const texts = new WeakMap<DocumentNode, { source: string; hash: string }>();

/** The document's text and its hash, by which Apollo caches plans. Printed once: parsed and pruned documents are cached too. */
function textOf(document: DocumentNode): { source: string; hash: string } {
  const known = texts.get(document);
  if (known) return known;
  const source = print(document);
  const text = { source, hash: sha256(source) };
  texts.set(document, text);
  return text;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
