import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marketplaceCatalog } from './catalog.ts';
import { isRefused, validateIncoming } from './cloudevents.ts';

const now = new Date('2026-02-03T04:05:06.789Z');
const order = { orderRef: '536365', buyerRef: '17850', sellerRef: null, total: { amountMinor: 13912, currency: 'GBP' } };
const completed = { specversion: '1.0', id: '1', source: '/shop', type: 'marketplace.orderCompleted.v1', data: order };

/** The event, changed; undefined removes a member. */
const judge = (change: Record<string, unknown> = {}) =>
  validateIncoming(
    Object.fromEntries(Object.entries({ ...completed, ...change }).filter(([, value]) => value !== undefined)),
    now,
  );

const codeOf = (change: Record<string, unknown>) => {
  const result = judge(change);
  return isRefused(result) ? `${result.code} ${result.path.join('.')}` : 'accepted';
};

test('a minimal event is accepted; time and subject are filled in', () => {
  expect(judge()).toEqual({
    id: '1',
    source: '/shop',
    type: 'marketplace.orderCompleted.v1',
    subject: 'order/536365',
    time: '2026-02-03T04:05:06.789Z',
    traceparent: null,
    data: order,
  });
});

test('the sender’s subject, time and trace are kept; a broken trace is dropped', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  expect(judge({ subject: 'basket/7', time: '2010-12-01t08:26:00.5+01:00', traceparent })).toMatchObject({
    subject: 'basket/7',
    time: '2010-12-01T07:26:00.500Z',
    traceparent,
  });
  expect(judge({ traceparent: `ff${traceparent.slice(2)}` })).toMatchObject({ traceparent: null });
});

test('extensions are allowed and dropped, unset attributes may be null', () => {
  expect(judge({ partitionkey: 'x', tenantid: 'tnt_other', sampled: true, weight: -3, subject: null, time: null })).toEqual(
    judge(),
  );
});

test.each([
  ['an array', []],
  ['a string', 'x'],
  ['null', null],
])('%s is not an event', (_, candidate) => {
  expect(validateIncoming(candidate, now)).toMatchObject({ code: 'INVALID_CLOUDEVENT', path: [] });
});

test.each([
  [{ specversion: '0.3' }, 'INVALID_CLOUDEVENT specversion'],
  [{ specversion: undefined }, 'INVALID_CLOUDEVENT specversion'],
  [{ id: undefined }, 'INVALID_CLOUDEVENT id'],
  [{ id: '' }, 'INVALID_CLOUDEVENT id'],
  [{ id: 7 }, 'INVALID_CLOUDEVENT id'],
  [{ id: 'a\u0000b' }, 'INVALID_CLOUDEVENT id'],
  [{ id: '\ud800' }, 'INVALID_CLOUDEVENT id'],
  [{ source: undefined }, 'INVALID_CLOUDEVENT source'],
  [{ source: 'two words' }, 'INVALID_CLOUDEVENT source'],
  [{ source: 'praetor/disputes' }, 'INVALID_CLOUDEVENT source'],
  [{ subject: '' }, 'INVALID_CLOUDEVENT subject'],
  [{ time: 'yesterday' }, 'INVALID_CLOUDEVENT time'],
  [{ time: '2026-02-29T00:00:00Z' }, 'INVALID_CLOUDEVENT time'],
  [{ time: '0000-01-01T00:00:00Z' }, 'INVALID_CLOUDEVENT time'],
  [{ comExample: 'x' }, 'INVALID_CLOUDEVENT comExample'],
  [{ 'x-y': 'x' }, 'INVALID_CLOUDEVENT x-y'],
  [{ extension: { deep: true } }, 'INVALID_CLOUDEVENT extension'],
  [{ extension: 1.5 }, 'INVALID_CLOUDEVENT extension'],
  [{ type: undefined }, 'INVALID_CLOUDEVENT type'],
  [{ type: 'marketplace.orderCompleted.v2' }, 'UNKNOWN_EVENT_TYPE type'],
  [{ type: 'disputes.opened.v1' }, 'UNKNOWN_EVENT_TYPE type'],
  [{ type: '__proto__' }, 'UNKNOWN_EVENT_TYPE type'],
  [{ datacontenttype: 'application/xml' }, 'UNSUPPORTED_DATACONTENTTYPE datacontenttype'],
  [{ datacontenttype: 'application/vnd.shop+json; charset=utf-8' }, 'accepted'],
  [{ data: undefined }, 'INVALID_DATA data'],
  [{ data: JSON.stringify(order) }, 'INVALID_DATA data'],
  [{ data: { ...order, buyerRef: undefined } }, 'INVALID_DATA data.buyerRef'],
  [{ data: { ...order, total: { amountMinor: 1.5, currency: 'GBP' } } }, 'INVALID_DATA data.total.amountMinor'],
  [{ data: { ...order, total: { amountMinor: -1, currency: 'GBP' } } }, 'INVALID_DATA data.total.amountMinor'],
  [{ data: { ...order, total: { amountMinor: 2 ** 53, currency: 'GBP' } } }, 'INVALID_DATA data.total.amountMinor'],
  [{ data: { ...order, orderRef: 'a\u0000' } }, 'INVALID_DATA data.orderRef'],
  [{ data: { ...order, orderRef: 'x'.repeat(201) } }, 'INVALID_DATA data.orderRef'],
  [{ data: { ...order, note: 'x'.repeat(70_000) } }, 'EVENT_TOO_LARGE '],
  [{ data_base64: 'e30=' }, 'INVALID_CLOUDEVENT data_base64'],
  [{ data: undefined, data_base64: 'e30' }, 'INVALID_CLOUDEVENT data_base64'],
  [{ data: undefined, data_base64: 'gICA' }, 'INVALID_DATA data_base64'],
  [{ data: undefined, data_base64: Buffer.from(JSON.stringify(order)).toString('base64') }, 'accepted'],
])('%j answers %s', (change, answer) => {
  expect(codeOf(change)).toBe(answer);
});

test('an unknown field is refused by its name', () => {
  expect(judge({ data: { ...order, discount: 1 } })).toMatchObject({ message: expect.stringContaining('"discount"') as string });
  expect(judge({ data: JSON.parse('{"__proto__":{}}') as unknown })).toMatchObject({ code: 'INVALID_DATA' });
});

test('a prefixed type is told its right name, in a message of bounded length', () => {
  expect(judge({ type: 'com.shop.marketplace.orderCompleted.v1' })).toMatchObject({
    message: expect.stringContaining('Use marketplace.orderCompleted.v1') as string,
  });
  const long = judge({ data: { ...order, ['k'.repeat(60_000)]: 1 } });
  expect(isRefused(long) && long.message.length).toBeLessThanOrEqual(300);
});

test('what no JSON text can be, or only a huge one, is refused and not thrown', () => {
  const deep = JSON.parse(`${'['.repeat(500_000)}${']'.repeat(500_000)}`) as unknown;
  expect(judge({ data: deep })).toMatchObject({ code: 'EVENT_TOO_LARGE' });
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  expect(judge({ data: cycle })).toMatchObject({ code: 'INVALID_CLOUDEVENT' });
});

test('never throws, and what it accepts is clean, whatever the candidate', () => {
  const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true });
  const type = fc.oneof(fc.constantFrom(...marketplaceCatalog.keys()), fc.string({ unit: 'binary' }));
  const fields = [...new Set([...marketplaceCatalog.values()].flatMap((contract) => Object.keys(contract.data.shape)))];
  const data = fc.oneof(
    value,
    fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), value)),
  );
  const near = fc.record(
    {
      specversion: fc.constantFrom('1.0', 1),
      id: fc.string(),
      source: fc.webUrl(),
      type,
      time: fc.string(),
      data,
      data_base64: value,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(value, near), (candidate) => {
      const result = validateIncoming(candidate, now);
      expect(isRefused(result) ? result.message : result.id).not.toBe('');
    }),
    { numRuns: 2000 },
  );
});
