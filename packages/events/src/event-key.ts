import { hash } from 'node:crypto';
import type { Envelope } from '@praetor/contracts/envelope';
import { isId, parseId, uuidOf, type Id } from '@praetor/kernel/id';

type Identified = Pick<Envelope, 'id' | 'source' | 'tenantid'>;

/**
 * The UUID that stands for an event in keys. Our own events carry it in their id. An ingested event is unique only by
 * tenant, source and id together (CloudEvents 1.0 section 3.1), so its key is a name-based UUIDv8 (RFC 9562 section 5.8)
 * of the three: the same event always has the same key.
 */
export function keyOf(event: Identified): string {
  return event.source.startsWith('praetor/') && isId('event', event.id) ? uuidOf(event.id) : nameBased(event);
}

function nameBased({ tenantid, source, id }: Identified): string {
  const bytes = hash('sha256', JSON.stringify([tenantid, source, id]), 'buffer').subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const tenants = new Map<string, string>();

/** The UUID of an event's tenant; remembered, because there are few tenants and many events. */
export function tenantUuidOf(event: Pick<Envelope, 'tenantid'>): string {
  const known = tenants.get(event.tenantid);
  if (known) return known;
  const uuid = uuidOf(tenantOf(event));
  if (tenants.size > 10_000) tenants.clear();
  tenants.set(event.tenantid, uuid);
  return uuid;
}

export function tenantOf(event: Pick<Envelope, 'tenantid'>): Id<'tenant'> {
  return parseId('tenant', event.tenantid, 'tenantid');
}
