import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, type ExecutionResult, getOperationAST, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Authentication } from './authentication.ts';
import type { Begun } from './begun.ts';
import type { DocumentCache } from './document-cache.ts';
import type { ReportError } from './errors.ts';
import { runOperation } from './execution/run-operation.ts';
import type { Leaving } from './leaving.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import { beginUse } from './operations/plugins.ts';
import type { Registry } from './operations/registry.ts';
import { registers } from './operations/uploads.ts';
import type { UsageReporter } from './operations/usage.ts';
import { bodyOf, isPlainRequest, plainMediaTypeOf, sendResult } from './plain-http.ts';
import { introspects, type ServerContext } from './plugins.ts';
import { parsedBody } from './strict-bodies.ts';
import type { Supergraph, SupergraphHolder } from './supergraph.ts';
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

/** Who asks, and whether they still wait. */
export type Client = Pick<ServerContext, 'caller'> & { readonly leaving: Leaving };

export interface EarlyAnswers {
  /** Learns in the pipeline what is valid, and hands it what was begun. */
  readonly plugin: Plugin<ServerContext>;
  /** Whether the request is answered; else it is the pipeline's, with what was begun of it. */
  answer(request: IncomingMessage, response: ServerResponse, client: Client): Promise<true | Begun | null>;
}

/**
 * Answers an operation that was parsed and found valid before, straight from Node's request to Node's response, without the
 * phases in which the pipeline would find that out anew. The body is read within its limits, a registered operation resolved, and
 * who asks, and how often, is asked here as it is there. What a later plugin has a say in takes the whole way: subscriptions,
 * introspection, registrations, batches, and whatever is not plain.
 */
export function createEarlyAnswers(options: EarlyOptions): EarlyAnswers {
  const valid = new WeakMap<GraphQLSchema, WeakSet<DocumentNode>>();
  const { registry } = options;
  return {
    plugin: {
      onValidate({ params: { schema, documentAST } }) {
        return ({ result }) => {
          if (!Array.isArray(result) || result.length > 0) return;
          const documentsOf = valid.get(schema) ?? new WeakSet<DocumentNode>();
          valid.set(schema, documentsOf.add(documentAST));
        };
      },
      onParams({ context, setResult }) {
        const { begun } = context as unknown as ServerContext;
        if (begun?.refusal) throw begun.refusal;
        if (begun?.result) setResult(begun.result);
      },
    },
    async answer(request, response, client) {
      const mediaType = isPlainRequest(request) ? plainMediaTypeOf(request) : null;
      if (!mediaType) return null;
      const body = await bodyOf(request);
      // Nobody waits for an answer.
      if (!body) return true;
      const sent = parsedOrNull(body);
      if (!sent) return { body };
      let params: object | undefined;
      try {
        params = await registry.resolve(client.caller, sent);
        const known = knownOperation(options, valid, params);
        if (!known) return { body, params };
        const result = await answerTo(options, known, client, registry.runBy(params));
        if (result.errors || registry.runBy(params)?.deprecation) return { body, params, result };
        sendResult(response, mediaType, result);
        return true;
      } catch (error) {
        return { body, ...(params && { params }), refusal: error instanceof Error ? error : new Error(String(error)) };
      }
    },
  };
}

/** Null: it is the pipeline's to say what is wrong, or to take a batch apart. */
function parsedOrNull(body: Uint8Array): Record<string, unknown> | null {
  try {
    const parsed: object = parsedBody(body);
    return Array.isArray(parsed) ? null : (parsed as Record<string, unknown>);
  } catch {
    return null;
  }
}

interface KnownOperation {
  readonly supergraph: Supergraph;
  readonly document: DocumentNode;
  readonly type: 'query' | 'mutation';
  readonly params: PlainParams;
}

function knownOperation(
  { supergraph: { current: supergraph }, documents }: EarlyOptions,
  valid: WeakMap<GraphQLSchema, WeakSet<DocumentNode>>,
  params: object,
): KnownOperation | null {
  if (!isPlain(params)) return null;
  const document = documents.get(params.query);
  if (!document || !valid.get(supergraph.apiSchema)?.has(document)) return null;
  const operationName = params.operationName ?? null;
  const type = getOperationAST(document, operationName)?.operation;
  if ((type !== 'query' && type !== 'mutation') || introspects(supergraph, document)) return null;
  return registers({ document, operationName }) ? null : { supergraph, document, type, params };
}

/** Throws why the caller may not ask. */
async function answerTo(
  { authentication, windows, usage, telemetry, report }: EarlyOptions,
  { supergraph, document, type, params: { operationName = null, variables } }: KnownOperation,
  { caller, leaving }: Client,
  operation: ReturnType<Registry['runBy']>,
): Promise<ExecutionResult> {
  const viewer = await authentication.viewerOf(caller);
  await windows.admitViewer(viewer, { registered: operation !== undefined });
  const end = beginUse(usage, { operation, supergraph }, document);
  const asked = { document, operationName, variables, context: { caller, viewer, operation }, leaving };
  const result = await telemetry.operation(type, () => runOperation(supergraph, asked, report));
  end(result);
  return result;
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
