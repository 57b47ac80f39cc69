import { readFile } from 'node:fs/promises';
import { createClient, OperationFailed } from '@praetor/client/client';
import { StartProblem } from '@praetor/postgres/embedded';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { tokenOf } from './demo-access.ts';

export interface QueryOptions {
  readonly url: string;
  readonly as?: string;
  readonly token?: string;
  readonly variables?: string;
  readonly pick?: string;
}

/** `praetor query <document>`: one operation through the public endpoint; its data as JSON, or one value of it plain. What came beside errors is told, too. */
export async function queryCommand(text: string, { url, as, token, variables, pick }: QueryOptions): Promise<void> {
  const document = parsed(text.startsWith('@') ? await readFile(text.slice(1), 'utf8') : text);
  const bearer = token ?? (as ? await tokenOf(url, as) : null);
  try {
    const data = await createClient({ url, token: bearer }).request<unknown, unknown>(
      document,
      variables && JSON.parse(variables),
    );
    tell(data, pick);
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    if (error.data !== null) tell(error.data, pick);
    throw new StartProblem([error.message, ...error.errors.map((one) => `  ${JSON.stringify(one)}`)].join('\n'));
  }
}

function tell(data: unknown, pick: string | undefined): void {
  const value = pick ? pick.split('.').reduce<unknown>(member, data) : data;
  console.log(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) throw new StartProblem(`The operation cannot be read. ${error.message}`);
    throw error;
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
