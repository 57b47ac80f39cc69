import { type DocumentNode, getOperationAST, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Authentication } from './authentication.ts';
import type { DocumentCache } from './document-cache.ts';
import type { ReportError } from './errors.ts';
import { runOperation } from './execution/run-operation.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import { beginUse } from './operations/plugins.ts';
import type { Registry } from './operations/registry.ts';
import { registers } from './operations/uploads.ts';
import type { UsageReporter } from './operations/usage.ts';
import { introspects, type ServerContext } from './plugins.ts';
import type { SupergraphHolder } from './supergraph.ts';
import type { Telemetry } from './telemetry.ts';

export interface EarlyOptions {
  readonly supergraph: SupergraphHolder;
  /** The pipeline's own: what is in it was parsed within limits. */
  readonly documents: DocumentCache;
  readonly authentication: Authentication;
  readonly windows: RateWindows;
  readonly registry: Registry;
  readonly usage: UsageReporter;
  readonly telemetry: Telemetry;
  readonly report: ReportError;
}

/**
 * Answers an operation that was parsed and found valid before, without the phases in which the pipeline would find that out anew.
 * The body is read, and a registered operation resolved, before; who asks, and how often, is asked here as it is there. What
 * a later plugin has a say in takes the whole way: subscriptions, introspection, registrations, and whatever is not plain.
 */
export function useEarlyAnswers(options: EarlyOptions): Plugin<ServerContext> {
  const { supergraph: holder, documents, authentication, windows, registry, usage, telemetry, report } = options;
  const valid = new WeakMap<GraphQLSchema, WeakSet<DocumentNode>>();
  return {
    onValidate({ params: { schema, documentAST } }) {
      return ({ result }) => {
        if (!Array.isArray(result) || result.length > 0) return;
        const documentsOf = valid.get(schema) ?? new WeakSet<DocumentNode>();
        valid.set(schema, documentsOf.add(documentAST));
      };
    },
    async onParams({ params, request, context, setResult }) {
      if (request.method !== 'POST' || !isPlain(params)) return;
      const { current } = holder;
      const { query, operationName = null, variables } = params;
      const document = documents.get(query);
      if (!document || !valid.get(current.apiSchema)?.has(document)) return;
      const type = getOperationAST(document, operationName)?.operation;
      if ((type !== 'query' && type !== 'mutation') || introspects(current, document)) return;
      if (registers({ document, operationName })) return;
      const { caller, leaving = null } = context as unknown as ServerContext;
      const viewer = await authentication.viewerOf(caller);
      const operation = registry.runBy(params);
      await windows.admitViewer(viewer, { registered: operation !== undefined });
      const end = beginUse(usage, { operation, supergraph: current }, document);
      const asked = { document, operationName, variables, context: { caller, viewer, operation }, leaving };
      const result = await telemetry.operation(type, () => runOperation(current, asked, report));
      end(result);
      setResult(result);
    },
  };
}

interface PlainParams {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** Nothing but a text, a name and variables; what else is sent, or misshapen, is the pipeline's to judge. */
function isPlain(params: object): params is PlainParams {
  const { query, operationName, variables, extensions, ...others } = params as Record<string, unknown>;
  if (typeof query !== 'string' || (operationName != null && typeof operationName !== 'string')) return false;
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) return false;
  return (
    (extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions))) && Object.keys(others).length === 0
  );
}
