import { newId, uuidOf } from '@praetor/kernel/id';
import { InvalidInput } from '@praetor/kernel/refusal';
import { expect, test } from 'vitest';
import { keyOf, tenantUuidOf } from './event-key.ts';

const [tenantid, other] = [newId('tenant'), newId('tenant')];

test('our own event is known by the UUID in its id', () => {
  const id = newId('event');
  expect(keyOf({ id, source: 'praetor/disputes', tenantid })).toBe(uuidOf(id));
});

test('an ingested event is known by tenant, source and id together', () => {
  const event = { id: 'order-1', source: 'urn:shop', tenantid };
  const key = keyOf(event);
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(keyOf({ ...event })).toBe(key);
  const others = [
    { ...event, id: 'order-2' },
    { ...event, source: 'urn:other' },
    { ...event, tenantid: other },
  ];
  expect(new Set([key, ...others.map(keyOf)]).size).toBe(4);
});

test('nobody outside can take the key of one of our events', () => {
  const id = newId('event');
  expect(keyOf({ id, source: 'urn:shop', tenantid })).not.toBe(uuidOf(id));
});

test('a tenant that is none is refused', () => {
  expect(tenantUuidOf({ tenantid })).toBe(uuidOf(tenantid));
  expect(() => tenantUuidOf({ tenantid: 'acme' })).toThrow(InvalidInput);
});
