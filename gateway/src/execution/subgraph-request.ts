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

/** A variable with its value. */
export interface Given {
  readonly name: string;
  readonly value: unknown;
}

/** As text it is for subgraphs elsewhere, as values for those in this process: each is made when it is asked for. */
class WrittenRequest implements SubgraphRequest {
  readonly #text: QueryText;
  readonly #given: readonly Given[];
  #body: string | null = null;

  constructor(text: QueryText, given: readonly Given[]) {
    this.#text = text;
    this.#given = given;
  }

  get query(): string {
    return this.#text.query;
  }

  get operationName(): string | undefined {
    return this.#text.operationName;
  }

  get variables(): Record<string, unknown> {
    return Object.fromEntries(this.#given.map(({ name, value }) => [name, value]));
  }

  get body(): string {
    if (this.#body !== null) return this.#body;
    let body = this.#text.head;
    for (const { name, value } of this.#given)
      body += `${body.length > this.#text.head.length ? ',' : ''}"${name}":${JSON.stringify(value)}`;
    return (this.#body = body + this.#text.tail);
  }
}

export const requestOf = (text: QueryText, given: readonly Given[]): SubgraphRequest => new WrittenRequest(text, given);

/** Those of the client's variables that a fetch uses. What the client left out stays out, so that defaults count. */
export function givenVariables(names: readonly string[] | undefined, variables: Readonly<Json>): Given[] {
  const given: Given[] = [];
  for (const name of names ?? []) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) given.push({ name, value });
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
