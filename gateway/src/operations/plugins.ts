import type { DocumentNode, ExecutionArgs } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { PipelineContext, ServerContext } from '../plugins.ts';
import { deprecatedUses } from './deprecated-uses.ts';
import { type Deprecation, deprecationHeaders } from './deprecation.ts';
import { hashesIn } from './hash.ts';
import type { Registry } from './registry.ts';
import { refusedUploads, registers, type UploadJudge } from './uploads.ts';
import type { UsageReporter } from './usage.ts';

/**
 * Puts the registered text in the place of its hash, counts its use, and says in the answer's headers when it is deprecated.
 * Sockets ask the registry themselves, and say so in results.
 */
export function useRegisteredOperations(registry: Registry, usage: UsageReporter): Plugin<PipelineContext> {
  const begin = ({ contextValue, document }: ExecutionArgs) => beginUse(usage, contextValue as PipelineContext, document);
  const deprecations = new WeakMap<Request, Deprecation[]>();
  return {
    async onParams({ params, request, setParams, context }) {
      if (typeof params !== 'object' || params === null) return;
      const { caller, begun } = context as unknown as ServerContext;
      const sent = request.method === 'GET' ? { ...params, ...hashesIn(request.url) } : { ...params };
      const ready = begun?.params ?? (await registry.resolve(caller, sent));
      setParams(ready as GraphQLParams);
      const deprecation = registry.runBy(ready)?.deprecation;
      if (deprecation) deprecations.set(request, [...(deprecations.get(request) ?? []), deprecation]);
    },
    onContextBuilding({ context, extendContext }) {
      const { params } = context as { params?: object };
      extendContext({ operation: params && registry.runBy(params) });
    },
    onExecute({ args }) {
      const end = begin(args);
      return { onExecuteDone: ({ result }) => end(result) };
    },
    onSubscribe({ args }) {
      const end = begin(args);
      return { onSubscribeResult: ({ result }) => end(result) };
    },
    onResponse({ request, response }) {
      for (const [name, value] of deprecationHeaders(deprecations.get(request) ?? [])) response.headers.append(name, value);
    },
  };
}

/** Counts a run of a registered operation when its result is there. */
export function beginUse(
  usage: UsageReporter,
  { operation, supergraph }: Pick<PipelineContext, 'operation' | 'supergraph'>,
  document: DocumentNode,
): (result: unknown) => void {
  const begun = performance.now();
  return (result) => {
    if (!operation) return;
    const failed = typeof result === 'object' && result !== null && 'errors' in result && Boolean(result.errors);
    const milliseconds = performance.now() - begun;
    usage.record(operation, { milliseconds, failed, deprecatedUses: deprecatedUses(supergraph.apiSchema, document) });
  };
}

/** Judges operations that are to be registered: those who may not register any are refused by the field itself. */
export function useJudgedUploads(judge: UploadJudge): Plugin<PipelineContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { supergraph, viewer, caller } = args.contextValue;
      const { document, operationName, variableValues: variables } = args;
      if (!viewer.permissions.has('apiKey:manage') || !registers({ document, operationName })) return undefined;
      const asked = { document, operationName, variables, context: { caller, viewer } };
      return refusedUploads(supergraph, asked, judge).then((refusal) => {
        if (refusal) setResultAndStopExecution({ errors: [refusal] });
      });
    },
  };
}
