import type { Answer } from '../../src/execution/compiled-operation.ts';
import type { Json } from '../fixtures/json.ts';
import type { ApolloAnswer } from './apollo.ts';
import { free } from './fake-subgraph.ts';

/** An answer, with each error as `CODE its.path`. */
export interface Seen {
  readonly data: Json;
  readonly errors: readonly string[];
}

interface Told {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export const lineOf = ({ path, extensions }: Told, code = extensions?.['code']): string =>
  `${String(code)} ${path?.join('.') ?? ''}`;

export function seenOfApollo({ data, errors, completions }: ApolloAnswer): Seen {
  const told = completions.map((one) => lineOf(one, 'INVALID_SUBGRAPH_VALUE'));
  return { data, errors: [...errors.map((one) => lineOf(one)), ...told].sort() };
}

export const seenOfOurs = ({ data, errors }: Answer): Seen => ({ data, errors: errors.map((one) => lineOf(one)).sort() });

/** Errors of one code, by their paths. */
export const pathsOf = ({ errors }: Seen, code: string): string[] =>
  errors.filter((one) => one.startsWith(`${code} `)).map((one) => one.slice(code.length + 1));

/** Paths without their indices, each as often as it came. */
export const withoutIndices = (paths: readonly string[]): string[] => paths.map((path) => path.replaceAll(/\.\d+/g, '')).sort();

/** Whether one of the places is this one, holds it, or lies within it; all do within the whole, whose path is empty. */
export const isExplained = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === '' || `${path}.`.startsWith(`${place}.`) || place.startsWith(`${path}.`));

/** What stands at a path; a null on the way is what stands there. */
export function valueAt(data: Json, path: string): unknown {
  const inner = (value: unknown, part: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Json)[part] : null;
  return path.split('.').reduce(inner, data);
}

/** The outermost of the places at and above a path that are null. */
export function nullAt(data: Json, path: string): string {
  const parts = path.split('.');
  const at = parts.findIndex((_, index) => valueAt(data, parts.slice(0, index + 1).join('.')) === null);
  return data === null ? '' : parts.slice(0, at + 1).join('.');
}

/** The places that are null, but for what custom scalars hold. */
export function nullsOf(data: unknown, path = ''): string[] {
  if (data === null) return [path];
  if (typeof data !== 'object' || (data as Json)['__typename'] === free) return [];
  return Object.entries(data as Json).flatMap(([key, value]) => nullsOf(value, path === '' ? key : `${path}.${key}`));
}
