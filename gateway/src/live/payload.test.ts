import { expect, test } from 'vitest';
import { coded } from '../errors.ts';
import { liveText, payloadOf } from './payload.ts';

test('a result is written once for all who get it with the same cursor', () => {
  let written = 0;
  const result = { data: { alert: { toJSON: () => ((written += 1), { id: 'alr_1' }) } } };
  const payloads = Array.from({ length: 50 }, () => payloadOf(result, '7', (position) => `c${position}`));
  const texts = payloads.flatMap((payload) => [payload[liveText](), payload.stringify()]);
  expect(new Set(texts)).toEqual(
    new Set([
      '{"data":{"alert":{"id":"alr_1"}},"extensions":{"cursor":"c7"}}',
      '{"data":{"alert":{"id":"alr_1"}},"extensions":{"cursor":"c7"}}\nid: c7',
    ]),
  );
  expect(written).toBe(1);
  expect(payloadOf(result, '8', (position) => `c${position}`)[liveText]()).toContain('"c8"');
});

test('errors are written as clients may see them', () => {
  const result = { errors: [coded('X', 'Denied.', { http: { status: 403 } })], data: null };
  expect(JSON.parse(payloadOf(result, '7', () => 'c')[liveText]())).toEqual({
    data: null,
    errors: [{ message: 'Denied.', extensions: { code: 'X' } }],
    extensions: { cursor: 'c' },
  });
});
