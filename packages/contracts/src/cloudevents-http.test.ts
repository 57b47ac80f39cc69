import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ingestLimits, readRequest } from './cloudevents-http.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (contentType: string, body: string, more: [string, string][] = []) =>
  readRequest([['Content-Type', contentType], ...more], bytes(body));
const binary = (more: [string, string][], body = '{"a":1}') =>
  read('application/json', body, [['ce-specversion', '1.0'], ...more]) as { events: Record<string, unknown>[] };

test('structured mode: one event, whatever it is', () => {
  expect(read('application/cloudevents+json; charset=UTF-8', '{"id":"1"}')).toEqual({ events: [{ id: '1' }] });
  expect(read('Application/CloudEvents+JSON', '\ufeff7')).toEqual({ events: [7] });
});

test('batch mode: an array, possibly empty', () => {
  expect(read('application/cloudevents-batch+json', '[1,{}]')).toEqual({ events: [1, {}] });
  expect(read('application/cloudevents-batch+json', '[]')).toEqual({ events: [] });
  expect(read('application/cloudevents-batch+json', '{}')).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
});

test('binary mode: headers are attributes, the body is the data', () => {
  expect(
    binary([
      ['CE-Id', 'x'],
      ['ce-type', 't'],
    ]),
  ).toEqual({
    events: [{ specversion: '1.0', id: 'x', type: 't', datacontenttype: 'application/json', data: { a: 1 } }],
  });
  expect(readRequest([['ce-specversion', '1.0']], bytes(''))).toEqual({ events: [{ specversion: '1.0' }] });
  expect(read('text/plain', 'not json', [['ce-specversion', '1.0']])).toEqual({
    events: [{ specversion: '1.0', datacontenttype: 'text/plain' }],
  });
});

test.each([
  ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
  ['%2525', '%25'],
  ['"quoted \\"word\\" %E2%82%AC"', 'quoted "word" €'],
  [Buffer.from('é').toString('latin1'), 'é'],
])('the header value %s reads %s', (value, expected) => {
  expect(binary([['ce-subject', value]]).events[0]?.['subject']).toBe(expected);
});

test.each(['100%', '%zz', '%ff', '%e2%82', '€'])('the header value %s is refused', (value) => {
  expect(binary([['ce-subject', value]])).toMatchObject({ status: 400, code: 'MALFORMED_HEADER' });
});

test('an attribute given twice is refused: no reader may pick one', () => {
  const twice: [string, string][] = [
    ['ce-id', 'x'],
    ['CE-ID', 'y'],
  ];
  expect(binary(twice)).toMatchObject({ status: 400, code: 'MALFORMED_HEADER' });
});

test.each(['ce-data', 'ce-data_base64', 'ce-datacontenttype'])('%s is no attribute header', (name) => {
  expect(binary([[name, 'x']])).toMatchObject({ status: 400, code: 'MALFORMED_HEADER' });
});

test.each([
  ['application/json', '{}'],
  ['', '{}'],
  ['application/cloudevents+avro', '{}'],
  ['application/cloudevents+json; charset=iso-8859-1', '{}'],
])('%s without headers is an unsupported media type', (contentType, body) => {
  expect(read(contentType, body)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
});

test('broken bodies', () => {
  const structured: [string, string][] = [['content-type', 'application/cloudevents+json']];
  expect(readRequest(structured, bytes('{"id":'))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  expect(readRequest(structured, bytes(''))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  expect(readRequest(structured, new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  expect(readRequest(structured, new Uint8Array(ingestLimits.bodyBytes + 1))).toMatchObject({
    status: 413,
    code: 'BODY_TOO_LARGE',
  });
});

test('a batch is bounded', () => {
  const batch = (length: number) => read('application/cloudevents-batch+json', JSON.stringify(Array.from({ length }, () => 1)));
  expect(batch(ingestLimits.batchEvents)).toHaveProperty('events.length', ingestLimits.batchEvents);
  expect(batch(ingestLimits.batchEvents + 1)).toMatchObject({ status: 413, code: 'BATCH_TOO_LARGE' });
});

test('never throws, whatever the request', () => {
  const name = fc.oneof(fc.constantFrom('content-type', 'ce-specversion', 'ce-__proto__', 'ce-id'), fc.string());
  const media = fc.constantFrom(
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/json',
    ';',
    '/',
  );
  const value = fc.oneof(media, fc.string({ unit: 'binary' }), fc.constant('"\\"'));
  const body = fc.oneof(fc.uint8Array(), fc.json().map(bytes));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), body, (headers, raw) => {
      const result = readRequest(headers, raw);
      expect('events' in result ? 200 : result.status).toBeLessThan(500);
    }),
    { numRuns: 2000 },
  );
});
