import { describe, expect, test } from 'vitest';
import type { Json } from '../fixtures/json.ts';
import { type Both, bothOver, type Circumstances } from './both.ts';
import { type Graph, graphs } from './graphs.ts';
import { absent, broken, failing } from './faults.ts';
import { forOperations, howToRepeat, type Operation } from './properties.ts';
import { rightOver } from './right.ts';
import { isExplained, nullAt, nullsOf, pathsOf, type Seen, seenOfApollo, seenOfOurs, valueAt, withoutIndices } from './seen.ts';

/** Ours answers as Apollo's executor does, but for what `differences.ts` lists, each of which is taken account of where it is named. */
console.log(howToRepeat);

/** What is told of subgraphs that did not answer, and of what the schema forbids. */
const [away, invalid] = ['SUBGRAPH_UNAVAILABLE', 'INVALID_SUBGRAPH_VALUE'];

/** More than are told of one failure. */
const mostTold = 100;

const losesTypes = ({ subgraphs }: Graph): boolean => subgraphs.some(({ sdl }) => sdl.includes('@interfaceObject @key'));

/** Ours where Apollo lost the type of an object, and so the object or what it has by its type (`typesAreKept`). */
function fillIn(apollo: Json, ours: Json): Json {
  if (Array.isArray(apollo) && Array.isArray(ours)) return ours.map((one, at) => fillIn(apollo[at], one));
  if (apollo === null || typeof apollo !== 'object' || ours === null || typeof ours !== 'object') return apollo ?? ours;
  return Object.fromEntries(
    Object.keys(ours).map((key) => [key, Object.hasOwn(apollo, key) ? fillIn(apollo[key], ours[key]) : ours[key]]),
  );
}

/** Both answers, of which the data is the same: keys and values. */
async function answersTo(both: Both, { document, variables, query }: Operation, given: Circumstances) {
  const { apollo, ours, requests } = await both.run(document, variables, given);
  const [theirs, own] = [seenOfApollo(apollo), seenOfOurs(ours)];
  const expected = losesTypes(both.graph) ? fillIn(theirs.data, own.data) : theirs.data;
  expect(own.data, query).toEqual(expected);
  return { theirs, own, requests };
}

/** The same errors of fields, each told once for every place it is missed at, and at places that miss something. */
function expectSameFailures(both: Both, { document, query }: Operation, theirs: Seen, own: Seen): void {
  const paths = pathsOf(own, 'FAILED');
  // Which of several entities it was, Apollo mistakes (`entitiesAreCountedAsAsked`).
  expect(withoutIndices(paths), query).toEqual(withoutIndices(pathsOf(theirs, 'FAILED')));
  // An input has its own name, also where the client gave that to something else.
  if (both.renames(document)) return;
  expect(
    paths.filter((path) => valueAt(own.data, path) !== null),
    query,
  ).toEqual([]);
}

/** What the schema forbids is told at each place that nothing else explains (`toldBesideErrors`). */
async function expectMissingTold(both: Both, { document, variables, query }: Operation, own: Seen, given: Circumstances) {
  if (losesTypes(both.graph) || own.errors.length >= mostTold) return;
  const { completions } = await both.missing(document, variables, given);
  const explained = own.errors.filter((one) => !one.startsWith(invalid!)).map((one) => one.split(' ')[1] ?? '');
  const paths = completions.map(({ path }) => path?.join('.') ?? '').sort();
  // Which of several nulls within it made a place null, depends on the order in which they are looked at (`clientsOrder`).
  const places = (of: readonly string[]): string[] => [...new Set(of.map((path) => nullAt(own.data, path)))].sort();
  expect(places(pathsOf(own, invalid!)), query).toEqual(places(paths.filter((path) => !isExplained(path, explained))));
}

describe.each(graphs)('$name', { timeout: 600_000 }, (graph) => {
  const open = bothOver(graph);

  test('plain operations are answered as by Apollo’s executor, byte for byte, with no more requests', async () => {
    const both = await open;
    await forOperations(both, 'plain query', async (operation) => {
      const { theirs, own, requests } = await answersTo(both, operation, { salt: operation.salt });
      expect(own.errors, operation.query).toEqual(losesTypes(graph) ? own.errors : theirs.errors);
      if (!losesTypes(graph)) expect(JSON.stringify(own.data), operation.query).toBe(JSON.stringify(theirs.data));
      expect(requests.ours.count, operation.query).toBeLessThanOrEqual(requests.apollo.count);
    });
  });

  test('any operation is answered as by Apollo’s executor, and right, in the order in which it was asked', async () => {
    const both = await open;
    const right = rightOver(graph.supergraph, both.schema);
    await forOperations(both, 'query', async (operation) => {
      const { document, variables, query, salt } = operation;
      const { theirs, own, requests } = await answersTo(both, operation, { salt, merges: salt % 4 > 0 });
      expect(own.errors, query).toEqual(losesTypes(graph) ? own.errors : theirs.errors);
      const expected = await right(document, variables);
      expect(own.data, query).toEqual(expected.data);
      // Apollo says nothing of what it lost.
      if (losesTypes(graph)) expect(own.errors, query).toEqual(expected.errors);
      expect(JSON.stringify(own.data), query).toBe(JSON.stringify(expected.data));
      expect(requests.ours.count, query).toBeLessThanOrEqual(requests.apollo.count);
    });
  });

  test('fields that fail are told as by Apollo’s executor', async () => {
    const both = await open;
    await forOperations(both, 'query', async (operation) => {
      const { salt, query } = operation;
      const { theirs, own } = await answersTo(both, operation, { salt, faults: failing(salt), merges: salt % 4 > 0 });
      expectSameFailures(both, operation, theirs, own);
      if (losesTypes(graph)) return;
      const told = own.errors.map((one) => one.split(' ')[1] ?? '');
      expect(
        nullsOf(own.data).filter((path) => !isExplained(path, told)),
        query,
      ).toEqual([]);
    });
  });

  test('subgraphs that are down or never answer cost what they would have told, and it is said', async () => {
    const both = await open;
    await forOperations(both, 'query', async (operation) => {
      const { salt, query } = operation;
      const given = { salt, faults: absent(salt), merges: salt % 4 > 0 };
      const { theirs, own } = await answersTo(both, operation, given);
      expect(pathsOf(own, away!).length > 0, query).toBe(pathsOf(theirs, away!).length > 0);
      await expectMissingTold(both, operation, own, given);
    });
  });

  test('whatever subgraphs answer, the data is as by Apollo’s executor, and what is missing is told', async () => {
    const both = await open;
    await forOperations(both, 'query', async (operation) => {
      const { salt, query } = operation;
      const given = { salt, faults: broken(salt), merges: salt % 4 > 0 };
      const { theirs, own } = await answersTo(both, operation, given);
      expectSameFailures(both, operation, theirs, own);
      expect(pathsOf(own, away!).length > 0, query).toBe(pathsOf(theirs, away!).length > 0);
      await expectMissingTold(both, operation, own, given);
    });
  });

  if (!graph.supergraph.includes('mutation: Mutation')) return;
  test('mutations change the same things in the same order, also where some fail', async () => {
    const both = await open;
    await forOperations(both, 'mutation', async (operation) => {
      const { salt, query } = operation;
      for (const faults of [undefined, failing(salt), absent(salt), broken(salt)]) {
        const given = { salt, ...(faults && { faults }) };
        const { theirs, own, requests } = await answersTo(both, operation, given);
        expect(requests.ours.changes, query).toEqual(requests.apollo.changes);
        expectSameFailures(both, operation, theirs, own);
        await expectMissingTold(both, operation, own, given);
      }
    });
  });
});
