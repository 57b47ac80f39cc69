import { readFile } from 'node:fs/promises';
import { StartProblem } from '@praetor/postgres/embedded';
import { buildSchema, GraphQLError, type GraphQLSchema, NoDeprecatedCustomRule, parse, validate } from 'graphql';
import { tokenOf } from './demo-access.ts';
import { type PartnerOperation, registeredAt } from './registered-operations.ts';

export interface OperationsCheckOptions {
  readonly url: string;
  readonly schema: string;
  readonly token?: string;
}

/** A registered operation that would stop to work, and why. */
export interface BrokenOperation {
  readonly operation: PartnerOperation;
  readonly errors: readonly string[];
}

/** `praetor operations check`: warns of registered operations that a changed schema would break. Fails when there are any. */
export async function operationsCheckCommand({ url, schema: file, token }: OperationsCheckOptions): Promise<void> {
  const schema = schemaOf(await readFile(file, 'utf8').catch(() => ''), file);
  const operations = await registeredAt(url, token ?? (await tokenOf(url, 'ADMIN')));
  const broken = brokenBy(schema, operations);
  for (const { operation, errors } of broken) console.warn(textOf(operation, errors));
  for (const { operation, errors } of deprecatedIn(schema, operations)) console.warn(textOf(operation, errors));
  console.log(`${operations.length} registered operations, ${broken.length} of which ${file} would break.`);
  if (broken.length > 0) process.exitCode = 1;
}

/** Those of the operations that do not fit the schema. */
export function brokenBy(schema: GraphQLSchema, operations: readonly PartnerOperation[]): BrokenOperation[] {
  return judged(operations, (body) => validate(schema, parse(body)));
}

/** Those of the operations that would work, but use what is `@deprecated`. */
export function deprecatedIn(schema: GraphQLSchema, operations: readonly PartnerOperation[]): BrokenOperation[] {
  return judged(operations, (body) => {
    const document = parse(body);
    return validate(schema, document).length > 0 ? [] : validate(schema, document, [NoDeprecatedCustomRule]);
  });
}

function judged(operations: readonly PartnerOperation[], errorsOf: (body: string) => readonly GraphQLError[]): BrokenOperation[] {
  return operations
    .map((operation) => ({ operation, errors: errorsOf(operation.body).map(({ message }) => message) }))
    .filter(({ errors }) => errors.length > 0);
}

function textOf({ partner, name, hash, usage }: PartnerOperation, errors: readonly string[]): string {
  const use = usage.lastUsedAt ? `ran ${usage.count} times, last at ${usage.lastUsedAt}` : 'never ran';
  return [`${name} (${hash.slice(0, 12)}, of ${partner}) ${use}:`, ...errors.map((error) => `  ${error}`)].join('\n');
}

function schemaOf(text: string, file: string): GraphQLSchema {
  try {
    return buildSchema(text);
  } catch (error) {
    if (error instanceof GraphQLError) throw new StartProblem(`${file} holds no schema. ${error.message}`);
    throw error;
  }
}

export interface OperationsExportOptions {
  readonly url: string;
  readonly token?: string;
}

/**
 * `praetor operations export`: prints the registered operations with partner and use, as `npm run check breaking` reads them
 * from `schema/operations`.
 */
export async function operationsExportCommand({ url, token }: OperationsExportOptions): Promise<void> {
  const operations = await registeredAt(url, token ?? (await tokenOf(url, 'ADMIN')));
  process.stdout.write(`${JSON.stringify(operations, null, 2)}\n`);
}
