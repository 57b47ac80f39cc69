import type { FetchDataRewrite } from '@apollo/query-planner';
import type { SubgraphRequest } from '../data-source.ts';
import type { Json } from './objects.ts';

/** An operation as it is sent, of which all but the variables is written beforehand. */
export interface QueryText {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly head: string;
  readonly tail: string;
}

export function queryText(query: string, operationName: string | undefined): QueryText {
  return {
    query,
    operationName,
    head: `{"query":${JSON.stringify(query)},"variables":{`,
    tail: operationName === undefined ? '}}' : `},"operationName":${JSON.stringify(operationName)}}`,
  };
}

/** A variable with its value, and the value as JSON. */
export interface Given {
  readonly name: string;
  readonly value: unknown;
  readonly json: string;
}

export function requestOf({ query, operationName, head, tail }: QueryText, given: readonly Given[]): SubgraphRequest {
  return {
    query,
    variables: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    ...(operationName !== undefined && { operationName }),
    body: `${head}${given.map(({ name, json }) => `"${name}":${json}`).join(',')}${tail}`,
  };
}

/** Those of the client's variables that a fetch uses. What the client left out stays out, so that defaults count. */
export function givenVariables(names: readonly string[] | undefined, variables: Readonly<Json>): Given[] {
  const given: Given[] = [];
  for (const name of names ?? []) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) given.push({ name, value, json: JSON.stringify(value) });
  }
  return given;
}

/** The planner gives fields that cannot be merged other keys; errors speak of those. */
export function outwardKeys(rewrites: readonly FetchDataRewrite[] | undefined): (key: string) => string {
  const renamed = new Map(
    (rewrites ?? []).flatMap((one) => (one.kind === 'KeyRenamer' ? [[one.path.at(-1) ?? '', one.renameKeyTo] as const] : [])),
  );
  return renamed.size === 0 ? (key) => key : (key) => renamed.get(key) ?? key;
}
