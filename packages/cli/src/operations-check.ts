import { readFile } from 'node:fs/promises';
import { createClient, OperationFailed } from '@praetor/client/client';
import { type RegisteredOperationsPageQuery, RegisteredOperationsPageDocument } from '@praetor/client/generated/graphql';
import { StartProblem } from '@praetor/postgres/embedded';
import { buildSchema, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { tokenOf } from './demo-access.ts';

export interface OperationsCheckOptions {
  readonly url: string;
  readonly schema: string;
  readonly token?: string;
}

type Operation = NonNullable<
  NonNullable<NonNullable<NonNullable<RegisteredOperationsPageQuery['registeredOperations']>['edges']>[number]>['node']
>;

/** A registered operation that would stop to work, and why. */
export interface BrokenOperation {
  readonly operation: Operation;
  readonly errors: readonly string[];
}

/** `praetor operations check`: warns of registered operations that a changed schema would break. Fails when there are any. */
export async function operationsCheckCommand({ url, schema: file, token }: OperationsCheckOptions): Promise<void> {
  const schema = schemaOf(await readFile(file, 'utf8').catch(() => ''), file);
  const operations = await registeredAt(url, token ?? (await tokenOf(url, 'ADMIN')));
  const broken = brokenBy(schema, operations);
  for (const { operation, errors } of broken) console.warn(warningOf(operation, errors));
  console.log(`${operations.length} registered operations, ${broken.length} of which ${file} would break.`);
  if (broken.length > 0) process.exitCode = 1;
}

/** Those of the operations that do not fit the schema. */
export function brokenBy(schema: GraphQLSchema, operations: readonly Operation[]): BrokenOperation[] {
  return operations
    .map((operation) => ({ operation, errors: validate(schema, parse(operation.body)).map(({ message }) => message) }))
    .filter(({ errors }) => errors.length > 0);
}

function warningOf({ name, hash, apiKeyId, usage }: Operation, errors: readonly string[]): string {
  const use = usage.lastUsedAt ? `ran ${usage.count} times, last at ${usage.lastUsedAt}` : 'never ran';
  const whose = apiKeyId ?? 'everybody';
  return [`${name} (${hash.slice(0, 12)}, of ${whose}) ${use}:`, ...errors.map((error) => `  ${error}`)].join('\n');
}

function schemaOf(text: string, file: string): GraphQLSchema {
  try {
    return buildSchema(text);
  } catch (error) {
    if (error instanceof GraphQLError) throw new StartProblem(`${file} holds no schema. ${error.message}`);
    throw error;
  }
}

/** All that were not removed, page by page. */
async function registeredAt(url: string, token: string): Promise<Operation[]> {
  const client = createClient({ url, token });
  const found: Operation[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: RegisteredOperationsPageQuery = await client
      .request(RegisteredOperationsPageDocument, { after })
      .catch((error: unknown) => {
        throw error instanceof OperationFailed ? new StartProblem(`${url}: ${error.message}`) : error;
      });
    const { edges = [], pageInfo } = page.registeredOperations ?? {};
    found.push(...(edges ?? []).flatMap((edge) => (edge?.node && !edge.node.removedAt ? [edge.node] : [])));
    after = pageInfo?.endCursor ?? null;
    more = pageInfo?.hasNextPage ?? false;
  }
  return found;
}
