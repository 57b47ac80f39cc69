import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { join, pairOf, tracesOf, type Pair } from './trace.ts';

const asIs = (ip: string): string | null => ip;
const event = (type: string, data: object, more: object = {}) => ({
  type,
  source: 'urn:shop',
  time: '2026-01-01T00:00:00.000Z',
  data: data as Record<string, unknown>,
  praetorparties: null,
  praetorcause: { actorId: null, ip: null },
  ...more,
});

describe('what an event shows', () => {
  test('a login shows device and address, of whoever logs in only', () => {
    const data = { accountId: 'acc_a', fingerprint: 'f' };
    const own = event('accounts.deviceSeen.v1', data, { praetorcause: { actorId: 'acc_a', ip: '192.0.2.1' } });
    expect(tracesOf(own, asIs).map(({ kind, value }) => [kind, value])).toEqual([
      ['device', 'f'],
      ['ip', '192.0.2.1'],
    ]);
    const byStaff = event('accounts.deviceSeen.v1', data, { praetorcause: { actorId: 'acc_s', ip: '192.0.2.1' } });
    expect(tracesOf(byStaff, asIs).map(({ kind }) => kind)).toEqual(['device']);
    expect(
      tracesOf(own, () => null).map(({ kind }) => kind),
      'a private address',
    ).toEqual(['device']);
  });

  test('a marketplace’s device counts within that marketplace, for whom its reference means', () => {
    const data = { userRef: 'u-1', deviceId: 'd', ip: null };
    const seen = event('marketplace.deviceSeen.v1', data, { praetorparties: { 'u-1': 'acc_a' } });
    expect(tracesOf(seen, asIs)).toEqual([
      { accountId: 'acc_a', kind: 'device', value: 'urn:shop d', at: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(tracesOf(event('marketplace.deviceSeen.v1', data), asIs), 'nobody known').toEqual([]);
    expect(tracesOf(event('accounts.locked.v1', { accountId: 'acc_a' }), asIs)).toEqual([]);
  });
});

test('up to a crowd all are linked with all, beyond it nobody with anybody, in whatever order they come', () => {
  const ids = ['acc_a', 'acc_b', 'acc_c', 'acc_d', 'acc_e', 'acc_f'];
  const orders = fc.shuffledSubarray(ids, { minLength: 1 });
  const property = fc.property(orders, fc.integer({ min: 1, max: 5 }), (order, crowd) => {
    const sharers = new Map<string, Date>();
    const linked = new Map<string, Date>();
    const name = (pair: Pair) => pair.join();
    for (const [index, id] of order.entries()) {
      const at = new Date(index * 1000);
      const result = join(sharers, id, at, crowd);
      for (const one of result.linked) linked.set(name(one.pair), one.since);
      for (const pair of result.unlinked) linked.delete(name(pair));
      sharers.set(id, at);
    }
    const pairs = order.flatMap((id, index) => order.slice(index + 1).map((other) => name(pairOf(id, other))));
    expect([...linked.keys()].toSorted()).toEqual(order.length > crowd ? [] : pairs.toSorted());
  });
  fc.assert(property);
});
