import type { Envelope } from '@praetor/contracts/envelope';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf, typesOf, type EventHandler } from './handler.ts';

const handler = (types: readonly string[] | '*'): EventHandler => ({ types, handle: async () => undefined });
const handlers = [handler(['a', 'b']), handler(['c']), handler('*')];

/** Only what steps are made from. */
const event = (type: string, partitionkey: string): Envelope => ({ type, partitionkey }) as Envelope;

test('steps tell every handler what it wants once, and each partition key in order', () => {
  const batch = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y', 'z')), { maxLength: 40 });
  fc.assert(
    fc.property(batch, fc.shuffledSubarray(handlers), (pairs, chosen) => {
      const events = pairs.map(([type, key]) => event(type, key));
      const told = stepsOf(chosen, events).flatMap((step) => step.events.map((each) => ({ handler: step.handler, event: each })));
      const wanted = events.flatMap((each) =>
        chosen.filter(({ types }) => types === '*' || types.includes(each.type)).map((handler) => ({ handler, event: each })),
      );
      expect(told).toHaveLength(wanted.length);
      for (const key of ['x', 'y', 'z']) {
        const of = (list: typeof told) => list.filter((each) => each.event.partitionkey === key);
        expect(of(told)).toEqual(of(wanted));
      }
    }),
  );
});

test('one handler gets a batch whole, two handlers of different aggregates get one step each', () => {
  const events = ['a', 'c', 'a', 'c'].map((type, index) => event(type, `${type}${index}`));
  expect(stepsOf([handler('*')], events).map((step) => step.events.length)).toEqual([4]);
  expect(stepsOf([handler(['a']), handler(['c'])], events).map((step) => step.events.length)).toEqual([2, 2]);
});

test('a consumer asks for the types its handlers want', () => {
  expect(typesOf([handler(['a', 'b']), handler(['b', 'c'])])).toEqual(['a', 'b', 'c']);
  expect(typesOf([handler(['a']), handler('*')])).toBeUndefined();
});
