import { type ExecutionArgs, getOperationAST, NoSchemaIntrospectionCustomRule, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Authentication } from './authentication.ts';
import type { Caller } from './caller.ts';
import type { ReportError } from './errors.ts';
import { type AskedOperation, runOperation } from './execution.ts';
import { parseWithinLimits } from './limits/document-limits.ts';
import type { LiveViews } from './live/subscribe.ts';
import type { Supergraph, SupergraphHolder } from './supergraph.ts';
import type { Telemetry } from './telemetry.ts';
import type { GatewayContext } from './viewer.ts';

/** What HTTP and sockets alike hand to the pipeline. */
export interface ServerContext {
  readonly caller: Caller;
}

/** An operation keeps the supergraph it was validated against, also when another is swapped in before it runs. */
interface PipelineContext extends GatewayContext {
  readonly supergraph: Supergraph;
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

export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

/** Makes the caller a viewer, or ends the request: nobody goes on as anonymous who offered a proof that does not hold. */
export function useAuthentication(authentication: Authentication): Plugin<PipelineContext> {
  return {
    async onContextBuilding({ context, extendContext }) {
      const viewer = await authentication.viewerOf(context.caller);
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
        const { supergraph } = args.contextValue as PipelineContext;
        const type = getOperationAST(args.document, args.operationName)?.operation ?? 'query';
        return telemetry.operation(type, () => runOperation(supergraph, askedOf(args), report));
      });
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn((args: ExecutionArgs) => live.subscribe(askedOf(args)));
    },
  };
}

function askedOf({ document, operationName, variableValues, contextValue }: ExecutionArgs): AskedOperation {
  const { caller, viewer } = contextValue as PipelineContext;
  return { document, operationName, variables: variableValues, context: { caller, viewer } };
}
