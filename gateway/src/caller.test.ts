import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { callerOf, isAllowedOrigin, usesCookieFromForeignPage } from './caller.ts';

const request = (headers: Record<string, string>) => Object.assign(new IncomingMessage(new Socket()), { headers });
const caller = (headers: Record<string, string>, params?: Record<string, unknown>) =>
  callerOf(request(headers), { trustProxy: false, origins: [] }, params);

test('a credential is found in header, key header, socket parameters and cookie, in this order', () => {
  const cookie = 'x=1; praetor_access=c; y=2';
  expect(caller({ authorization: 'Bearer a', 'x-api-key': 'k', cookie }).credential).toEqual({ kind: 'accessToken', value: 'a' });
  expect(caller({ authorization: 'bearer pk_1' }).credential).toEqual({ kind: 'apiKey', value: 'pk_1' });
  expect(caller({ 'x-api-key': 'k', cookie }).credential).toEqual({ kind: 'apiKey', value: 'k' });
  expect(caller({ cookie }).credential).toEqual({ kind: 'accessToken', value: 'c' });
  expect(caller({ cookie }, { Authorization: 'Bearer p' }).credential).toEqual({ kind: 'accessToken', value: 'p' });
  expect(caller({ cookie: 'praetor_access=' }).credential).toEqual({ kind: 'none' });
  expect(caller({}, { authorization: 7 }).credential).toEqual({ kind: 'none' });
  for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic x', 'a b c'])
    expect(caller({ authorization }).credential.kind).toBe('malformed');
});

test('a trace is continued, and a broken one begun anew', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  expect(caller({ traceparent: `00-${trace}-00f067aa0ba902b7-01` }).traceparent).toMatch(
    new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
  );
  for (const traceparent of ['', 'x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${trace}-00f067aa0ba902b7-01`])
    expect(caller({ traceparent }).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

test('an address given by a proxy counts only where one is trusted, and is the nearest', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 192.0.2.1' };
  expect(callerOf(request(headers), { trustProxy: true, origins: [] }).ip).toBe('192.0.2.1');
  expect(callerOf(request(headers), { trustProxy: false, origins: [] }).ip).toBe(null);
});

test('origins: our own host, the allowed ones, and none at all', () => {
  const allowed = (origin?: string) =>
    isAllowedOrigin(request({ host: 'api.example:4000', ...(origin !== undefined && { origin }) }), ['https://a.example']);
  expect([allowed(), allowed('http://api.example:4000'), allowed('https://a.example')]).toEqual([true, true, true]);
  expect([allowed('null'), allowed('https://api.example'), allowed('https://a.example.evil'), allowed('')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  const foreign = { host: 'h', origin: 'https://evil', cookie: 'praetor_access=c' };
  expect([
    usesCookieFromForeignPage(request(foreign), []),
    usesCookieFromForeignPage(request({ ...foreign, authorization: 'Bearer a' }), []),
  ]).toEqual([true, false]);
});
