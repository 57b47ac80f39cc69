import type { Envelope } from '@praetor/contracts/envelope';
import type { EventTransport, Followed } from '@praetor/events/transport';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSignals, type Heard } from './signals.ts';

const envelope = (id: string): Envelope => ({ id, type: 't', tenantid: 'tnt', data: {} }) as unknown as Envelope;
const partitions = [0, 1, 2] as const;
const size = 5;

/** Reads all partitions from a vector on, each in order, and one from the other as `order` says. */
function read(from: string, order: readonly number[]): Followed[] {
  const at = from.split(',').map((id) => Number(id.split('-')[1]));
  return [...order, ...partitions.flatMap((partition) => Array<number>(size).fill(partition))].flatMap((partition) => {
    if (at[partition]! >= size) return [];
    at[partition]! += 1;
    return [{ position: vector(at), event: envelope(`${partition}:${at[partition]}`) }];
  });
}

const vector = (counts: readonly number[]): string => counts.map((count) => `0-${count}`).join(',');
const place = fc.tuple(...partitions.map(() => fc.integer({ min: 0, max: size }))).map(vector);
const order = fc.array(fc.constantFrom(...partitions), { maxLength: 15 });

/** Some read faster than others, and none in the order of another: as followers of several streams do. */
test('whoever comes back from anywhere to any gateway hears the rest once, and is told a true position', async () => {
  await fc.assert(
    fc.asyncProperty(place, place, order, order, fc.nat(15), async (cursor, livePlace, liveOrder, replayOrder, early) => {
      const live: { tell: (events: Followed[]) => unknown } = { tell: () => undefined };
      const tail: EventTransport['tail'] = async (handler, { from }) => {
        if (from === undefined) live.tell = handler;
        else
          void (async () => {
            for (const one of read(from, replayOrder)) await handler([one]);
          })();
        return from ?? livePlace;
      };
      const signals = createSignals({ tail }, pino({ enabled: false }));
      await signals.start();
      const heard: Heard[] = [];
      const listening = signals.listen(
        { tenantId: 'tnt', types: new Set(['t']), filter: new Map(), receive: (one) => heard.push(one), ready: async () => {} },
        cursor,
      );
      for (const [at, one] of read(livePlace, liveOrder).entries()) {
        if (at >= early) await new Promise((resolve) => setImmediate(resolve));
        live.tell([one]);
      }
      const unlisten = await listening;
      await new Promise((resolve) => setImmediate(resolve));

      const seen = cursor.split(',').map((id) => Number(id.split('-')[1]));
      for (const { signal, position } of heard) {
        const [partition = 0, sequence] = signal.event.id.split(':').map(Number);
        expect(sequence).toBe((seen[partition]! += 1));
        expect(position).toBe(vector(seen));
      }
      expect(seen).toEqual(partitions.map(() => size));
      unlisten();
      expect(signals.counts).toEqual({ listening: 0, replaying: 0 });
    }),
    { numRuns: 300 },
  );
});

test('who comes back beyond the bound reads anew, and places are free again when replays end', async () => {
  const tail: EventTransport['tail'] = async (_, { from = '0-1,0-0,0-0' }) => from;
  const signals = createSignals({ tail }, pino({ enabled: false }));
  await signals.start();
  const comeBack = () =>
    signals.listen(
      { tenantId: 'tnt', types: new Set(['t']), filter: new Map(), receive: () => {}, ready: async () => {} },
      '0-0,0-0,0-0',
    );
  const ends = await Promise.all(Array.from({ length: 200 }, comeBack));
  await expect(comeBack()).rejects.toMatchObject({ extensions: { code: 'FULL_REFRESH_REQUIRED' } });
  ends[0]?.();
  ends.push(await comeBack());
  for (const end of ends) end();
  expect(signals.counts).toEqual({ listening: 0, replaying: 0 });
});
