import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type Source,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Authentication } from './authentication.ts';
import type { Begun } from './begun.ts';
import type { Caller } from './caller.ts';
import { coded, type ReportError, shortened } from './errors.ts';
import { type AskedOperation, runOperation } from './execution/run-operation.ts';
import type { Leaving } from './leaving.ts';
import { parseWithinLimits } from './limits/document-limits.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import type { Registry } from './operations/registry.ts';
import type { LiveViews } from './live/subscribe.ts';
import type { Supergraph, SupergraphHolder } from './supergraph.ts';
import type { Telemetry } from './telemetry.ts';
import type { GatewayContext } from './viewer.ts';

/** What HTTP and sockets alike hand to the pipeline. */
export interface ServerContext {
  readonly caller: Caller;
  /** What an `EventSource` sends by itself when it connects again: the `id` of the last event it saw. */
  readonly lastEventId?: string | null;
  /** Of a request over HTTP: who asks it. */
  readonly leaving?: Leaving;
  /** What was done of the request before. */
  readonly begun?: Begun | null;
}

/** An operation keeps the supergraph it was validated against, also when another is swapped in before it runs. */
export interface PipelineContext extends GatewayContext {
  readonly supergraph: Supergraph;
  readonly lastEventId?: string | null;
  readonly leaving?: Leaving;
  /** Set by Yoga over HTTP, and by us in sockets. */
  readonly params?: { readonly extensions?: Readonly<Record<string, unknown>> | null };
}

export function useSupergraph(holder: SupergraphHolder): Plugin<PipelineContext> {
  return {
    onEnveloped({ setSchema, extendContext }) {
      const { current } = holder;
      setSchema(current.apiSchema);
      extendContext({ supergraph: current });
    },
  };
}

/** Refuses oversized operations while parsing, before the costlier validation. */
export function useDocumentLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source) => parseWithinLimits(source));
    },
  };
}

/** The schema is for those who may introspect it. */
export function useGuardedIntrospection(): Plugin<PipelineContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { supergraph, viewer } = args.contextValue;
      if (viewer.permissions.has('gateway:introspect') || !introspects(supergraph, args.document)) return;
      setResultAndStopExecution({ errors: [introspectionDisabled()] });
    },
  };
}

const introspecting = new WeakMap<DocumentNode, boolean>();

/** Whether an operation asks for the schema. */
export function introspects({ apiSchema }: Supergraph, document: DocumentNode): boolean {
  const known = introspecting.get(document) ?? validate(apiSchema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
  introspecting.set(document, known);
  return known;
}

const introspectionDisabled = (): GraphQLError =>
  coded('INTROSPECTION_DISABLED', 'The schema can be read here by those who hold the permission gateway:introspect.', {
    http: { status: 403 },
  });

/**
 * Messages of validation quote what was sent, which may be long. Where the schema is not for everybody they must not say
 * "did you mean" either: that would tell it name by name.
 */
export function useGuardedMessages(suggests: boolean): Plugin {
  const shown = (message: string): string => shortened(suggests ? message : message.replace(/ Did you mean .*$/s, ''));
  return {
    onValidate() {
      return ({ result, setResult }) => {
        if (!Array.isArray(result)) return;
        const told = result as readonly GraphQLError[];
        setResult(
          told.map(({ message, nodes, extensions }) => new GraphQLError(shown(message), { ...(nodes && { nodes }), extensions })),
        );
      };
    },
  };
}

/** Makes the caller a viewer, or ends the request: nobody goes on as anonymous who offered a proof that does not hold. */
export function useAuthentication(
  authentication: Authentication,
  windows: RateWindows,
  registry: Registry,
): Plugin<PipelineContext> {
  return {
    async onContextBuilding({ context, extendContext }) {
      const viewer = await authentication.viewerOf(context.caller);
      const { params } = context as { params?: object };
      await windows.admitViewer(viewer, { registered: params !== undefined && registry.runBy(params) !== undefined });
      extendContext({ viewer });
    },
  };
}

/** Runs operations on the supergraph: prune, plan, fetch, shape; subscriptions as signals to re-read. */
export function useFederation({
  live,
  report,
  telemetry,
}: {
  live: LiveViews;
  report: ReportError;
  telemetry: Telemetry;
}): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => {
        const { supergraph, leaving = null } = args.contextValue as PipelineContext;
        const type = getOperationAST(args.document, args.operationName)?.operation ?? 'query';
        return telemetry.operation(type, () => runOperation(supergraph, { ...askedOf(args), leaving }, report));
      });
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn((args: ExecutionArgs) => live.subscribe(askedOf(args)));
    },
  };
}

function askedOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): AskedOperation {
  const { caller, viewer, operation, params, lastEventId = null } = contextValue as PipelineContext;
  // An empty one is what a browser has that saw nothing yet.
  const after = params?.extensions?.['after'] || lastEventId || null;
  return {
    document,
    operationName,
    variables: variableValues,
    context: { caller, viewer, operation },
    after: typeof after === 'string' || after === null ? after : JSON.stringify(after),
  };
}
