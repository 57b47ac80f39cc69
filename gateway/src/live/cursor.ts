import { createHmac, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, hours } from '@praetor/kernel/clock';
import { coded } from '../errors.ts';

/** How long after its event a cursor is taken: beyond that, reading anew is cheaper for everybody than catching up. */
const cursorLifeMs = hours(1);

/** Names to a client what it has seen, so that it can go on from there, at any gateway of the installation. */
export interface Cursors {
  issue(tenantId: string, position: string): string;
  /** The position. Throws FULL_REFRESH_REQUIRED for what this installation did not issue to this tenant, or long ago. */
  read(tenantId: string, cursor: string): string;
}

/**
 *     cursor = "1." || time (base 36) || "." || position || "." || HMAC-SHA-256(tenant, time, position), 132 bits
 *
 * Truncated as RFC 2104 section 5 allows. The tenant is not in it: in another tenant's hands it does not verify.
 */
export function createCursors(key: Buffer, clock: Clock): Cursors {
  const signed = (tenantId: string, time: string, position: string): string =>
    createHmac('sha256', key).update(`${tenantId}\n${time}\n${position}`).digest('base64url').slice(0, 22);
  return {
    issue(tenantId, position) {
      const time = clock().getTime().toString(36);
      return `1.${time}.${position}.${signed(tenantId, time, position)}`;
    },
    read(tenantId, cursor) {
      const [, time, position, mac] = /^1\.([0-9a-z]{1,11})\.([0-9,-]{1,2000})\.([\w-]{22})$/.exec(cursor) ?? [];
      if (time === undefined || position === undefined || mac === undefined) throw fullRefreshRequired();
      if (!timingSafeEqual(Buffer.from(mac), Buffer.from(signed(tenantId, time, position)))) throw fullRefreshRequired();
      if (parseInt(time, 36) + cursorLifeMs < clock().getTime()) throw fullRefreshRequired();
      return position;
    },
  };
}

/**
 * The same key in every gateway of an installation (HKDF, RFC 5869): of the installation's secret, else of the key that the
 * gateways sign actors with. With neither, cursors end with the process.
 */
export function cursorKey(secret: string | null, gatewayKey: KeyObject | null): Buffer {
  const material = secret ?? gatewayKey?.export({ type: 'pkcs8', format: 'der' }) ?? randomBytes(32);
  return Buffer.from(hkdfSync('sha256', material, '', 'praetor live cursors v1', 32));
}

/** What the client missed cannot be told, or not to this client. */
export const fullRefreshRequired = () =>
  coded(
    'FULL_REFRESH_REQUIRED',
    'What you missed cannot be replayed from there. Read what you show anew, then subscribe again.',
    {
      http: { status: 410 },
    },
  );
