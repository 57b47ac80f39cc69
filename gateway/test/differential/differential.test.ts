import { nullOut } from '@praetor/authorization/null-out';
import { typeTag } from '@praetor/authorization/type-tag';
import fc from 'fast-check';
import { type DocumentNode, Kind, parse, validate, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/execution/compiled-operation.ts';
import type { Json } from '../fixtures/json.ts';
import type { ApolloAnswer } from './apollo.ts';
import { type Both, bothOver } from './both.ts';
import { type Fault, type Faults, hashOf } from './fake-subgraph.ts';
import { type Graph, graphs } from './graphs.ts';
import { generateOperation } from './operations.ts';

/**
 * Ours answers as Apollo's executor does: the same data with its keys in the same order, and errors of the same number, codes and paths.
 * The differences that are meant, each with its reason:
 *
 * 1. A null that the schema does not allow is told also beside errors of subgraphs, unless one of those explains it: Apollo
 *    says nothing of it as soon as there is any error.
 * 2. A request that fails as a whole is told at the places that miss something, up to a bound: Apollo names no place.
 * 3. An entity's error is told at the entity: Apollo counts among all objects of the path what the subgraph counted among those
 *    that were asked for, which are fewer where a key was null or missing.
 * 4. Where a list or an object is something else altogether, that place is null: Apollo answers nothing at all.
 * 5. A field that the planner had to fetch under another key is read when it is null, zero or empty too: Apollo loses it.
 * 6. A value is null where the type of its object promises more than the interface through which it was asked (GraphQL, 6.4.3).
 * 7. An object keeps its type when a subgraph that knows only its interface adds to it: Apollo takes the interface's name, and
 *    then answers null for the object without a word. Where nobody told the type, null is told.
 * 8. Keys stand in the order of the operation (GraphQL, 6.3.2), also where fragments without a type, or fields that are written
 *    twice, make Apollo's internal form of it differ.
 */
interface Seen {
  readonly data: Json;
  readonly errors: readonly string[];
}

interface Told {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const line = ({ path, extensions }: Told, code = extensions?.['code']): string => `${String(code)} ${path?.join('.') ?? ''}`;

function seenOfApollo({ data, errors, completions }: ApolloAnswer): Seen {
  const told = completions.map((one) => line(one, 'INVALID_SUBGRAPH_VALUE'));
  return { data, errors: [...errors.map((one) => line(one)), ...told].sort() };
}

const seenOfOurs = ({ data, errors }: Answer): Seen => ({ data, errors: errors.map((one) => line(one)).sort() });

/** The errors that both tell: less those of 1 and 2, without the indices of 3. */
function codesOf({ errors }: Seen): string[] {
  const placed = errors.filter((one) => !/^(INVALID|SUBGRAPH)/.test(one)).map((one) => one.replaceAll(/\.\d+/g, ''));
  return [...new Set(placed)].sort();
}

/** Ours where Apollo lost the type of an object, and so the object or what it has by its type (7). */
function fillIn(apollo: Json, ours: Json): Json {
  if (Array.isArray(apollo) && Array.isArray(ours)) return ours.map((one, at) => fillIn(apollo[at], one));
  if (apollo === null || typeof apollo !== 'object' || ours === null || typeof ours !== 'object') return apollo ?? ours;
  return Object.fromEntries(
    Object.keys(ours).map((key) => [key, Object.hasOwn(apollo, key) ? fillIn(apollo[key], ours[key]) : ours[key]]),
  );
}

/** An independent reading of the operation's order: every object tells its type, and is put in order by that. */
async function inOrder(
  both: Both,
  document: DocumentNode,
  variables: Json,
  faults?: (subgraph: string) => Faults,
): Promise<Json> {
  const tag = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: typeTag },
    name: { kind: Kind.NAME, value: '__typename' },
  } as const;
  const tagged = visit(document, {
    Field: ({ selectionSet, ...node }) =>
      selectionSet && { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, tag] } },
  });
  const { ours } = await both.run(tagged, variables, faults);
  return nullOut({ schema: both.schema, document, variables }, ours.data);
}

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 8);
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Of a failure that fast-check printed: only that one again. */
const path = process.env['DIFFERENTIAL_PATH'];
console.log(`DIFFERENTIAL_SEED=${seed} DIFFERENTIAL_RUNS=${runs}`);

/** Each way of answering the conditions that the operation has. */
function variants(names: readonly string[]): Record<string, boolean>[] {
  return names.reduce<Record<string, boolean>[]>(
    (all, name) => all.flatMap((one) => [true, false].map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

type Held = (given: { document: DocumentNode; variables: Record<string, boolean>; query: string; salt: number }) => Promise<void>;

async function forOperations(both: Both, isPlain: boolean, holds: Held): Promise<void> {
  const property = fc.asyncProperty(fc.gen(), fc.nat(), async (g, salt) => {
    const { query, variables } = generateOperation(both.schema, g, isPlain);
    const document = parse(query, { noLocation: true });
    fc.pre(validate(both.schema, document).length === 0);
    for (const given of variants(Object.keys(variables))) await holds({ document, variables: given, query, salt });
  });
  await fc.assert(property, {
    numRuns: runs,
    seed,
    endOnFailure: true,
    ...(path && { path }),
  });
}

const rate = (salt: number, every: number, ...parts: unknown[]): boolean => hashOf(salt, parts) % every === 0;

/** Fields that fail, and say so. */
const failing = (salt: number) => (): Faults => ({
  isDown: false,
  entityIsNull: () => false,
  field: (...field) => (rate(salt, 12, field) ? 'error' : 'none'),
});

/** All that can be wrong with leaves, entities and whole subgraphs. */
const broken =
  (salt: number) =>
  (subgraph: string): Faults => ({
    isDown: rate(salt, 8, subgraph),
    entityIsNull: (type, n) => rate(salt, 9, type, n),
    field(...field): Fault {
      const kinds: readonly Fault[] = ['error', 'null', 'missing', 'wrong'];
      return rate(salt, 9, field) ? (kinds[hashOf(salt, field, 'kind') % 4] ?? 'none') : 'none';
    },
  });

const hasInterfaceObjects = ({ subgraphs }: Graph): boolean => subgraphs.some(({ sdl }) => sdl.includes('@interfaceObject @key'));

describe.each(graphs)('$name', { timeout: 120_000 }, (graph) => {
  const open = bothOver(graph);
  const alike = (apollo: Seen, ours: Seen): Seen =>
    hasInterfaceObjects(graph) ? { data: fillIn(apollo.data, ours.data), errors: ours.errors } : apollo;

  test('plain operations are answered as by Apollo’s executor, byte for byte, with no more requests', async () => {
    const both = await open;
    await forOperations(both, true, async ({ document, variables, query }) => {
      const { apollo, ours, requests } = await both.run(document, variables);
      const [theirs, own] = [seenOfApollo(apollo), seenOfOurs(ours)];
      expect(own, query).toEqual(alike(theirs, own));
      expect(JSON.stringify(own.data), query).toBe(JSON.stringify(alike(theirs, own).data));
      expect(requests.ours, query).toBeLessThanOrEqual(requests.apollo);
    });
  });

  test('any operation is answered as by Apollo’s executor, in the order in which it was asked', async () => {
    const both = await open;
    await forOperations(both, false, async ({ document, variables, query }) => {
      const { apollo, ours, requests } = await both.run(document, variables);
      const [theirs, own] = [seenOfApollo(apollo), seenOfOurs(ours)];
      expect(own, query).toEqual(alike(theirs, own));
      expect(JSON.stringify(own.data), query).toBe(JSON.stringify(await inOrder(both, document, variables)));
      expect(requests.ours, query).toBeLessThanOrEqual(requests.apollo);
    });
  });

  test('fields that fail are told as by Apollo’s executor', async () => {
    const both = await open;
    await forOperations(both, false, async ({ document, variables, query, salt }) => {
      const { apollo, ours } = await both.run(document, variables, failing(salt));
      const [theirs, own] = [seenOfApollo(apollo), seenOfOurs(ours)];
      expect({ data: own.data, codes: codesOf(own) }, query).toEqual({
        data: alike(theirs, own).data,
        codes: codesOf(alike(theirs, own)),
      });
    });
  });

  test('whatever subgraphs answer, the data is as by Apollo’s executor, and what is missing is told', async () => {
    const both = await open;
    await forOperations(both, false, async ({ document, variables, query, salt }) => {
      const { apollo, ours } = await both.run(document, variables, broken(salt));
      const [theirs, own] = [seenOfApollo(apollo), seenOfOurs(ours)];
      expect({ data: own.data, codes: codesOf(own) }, query).toEqual({
        data: alike(theirs, own).data,
        codes: codesOf(alike(theirs, own)),
      });
      if (theirs.errors.length > 0) expect(own.errors, query).not.toEqual([]);
    });
  });
});
