import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { YogaServerInstance } from 'graphql-yoga';
import type { Caller } from './caller.ts';
import { maskError, type ReportError } from './errors.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import type { Registry } from './operations/registry.ts';
import type { ServerContext } from './plugins.ts';
import { requestScope } from './request-scope.ts';

/** What an operation passes outside Yoga's own HTTP: sockets, and event streams of many operations. */
export interface AdmissionOptions {
  readonly yoga: YogaServerInstance<ServerContext, object>;
  readonly windows: RateWindows;
  readonly registry: Registry;
  readonly report: ReportError;
}

/** One operation as a client sends it. */
export interface SentOperation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** An operation with its viewer, and the functions of the pipeline that run it. */
export interface AdmittedArgs extends ExecutionArgs {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly rootValue: {
    execute(args: ExecutionArgs): Promise<ExecutionResult>;
    subscribe(args: ExecutionArgs): Promise<ExecutionResult>;
  };
}

/** The operation, parsed, validated and with its viewer, all by the plugins of HTTP; or why it is refused. */
export async function admitOperation(
  { yoga, windows, registry, report }: AdmissionOptions,
  caller: Caller,
  sent: SentOperation,
): Promise<AdmittedArgs | GraphQLError[]> {
  return requestScope.run(caller, async () => {
    try {
      await windows.admitAddress(caller);
      const params = (await registry.resolve(caller, { ...sent })) as Record<string, unknown> & SentOperation;
      const { schema, parse, validate, contextFactory, execute, subscribe } = yoga.getEnveloped({
        caller,
        params,
      } as Parameters<typeof yoga.getEnveloped>[0]);
      const document = parse(params.query);
      const errors: readonly GraphQLError[] = validate(schema, document);
      if (errors.length > 0) return [...errors];
      const contextValue = await contextFactory();
      const { operationName = null, variables = null } = params;
      return { schema, document, contextValue, operationName, variableValues: variables, rootValue: { execute, subscribe } };
    } catch (error) {
      return [maskError(error, caller.requestId, report)];
    }
  });
}
