import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { after, minutes } from '@praetor/kernel/clock';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { Transaction } from '@praetor/events/perform';
import type { KeyedDigest } from '../db/keyed-digest.ts';

/** How long a challenge can be answered. */
const lifetimeMinutes = 5;

/** What a challenge is for: one made for something else does not count. */
export interface Purpose {
  readonly tenantId: Id<'tenant'>;
  readonly what: 'register' | 'prove';
  /** Null while nobody knows who will answer. */
  readonly accountId: Id<'account'> | null;
}

/**
 * A challenge that nothing has to be stored for: a time, random bits and a MAC over both and the purpose. Strangers can ask
 * for as many as they like; only those that were answered are remembered, so that each is answered once.
 *
 *     challenge = expiry in ms (8 bytes) || random (24) || HMAC-SHA-256 (32), in base64url
 */
export function newChallenge(digests: KeyedDigest, purpose: Purpose, now: Date): string {
  const head = Buffer.alloc(8);
  head.writeBigUInt64BE(BigInt(after(now, minutes(lifetimeMinutes)).getTime()));
  const body = Buffer.concat([head, randomBytes(24)]);
  return Buffer.concat([body, macOf(digests, purpose, body)]).toString('base64url');
}

/** Takes a challenge that was answered rightly. False when it is none of ours, too old, or was taken before. */
export async function spendChallenge(
  tx: Transaction,
  digests: KeyedDigest,
  purpose: Purpose,
  challenge: string,
): Promise<boolean> {
  if (!isOurs(digests, purpose, challenge, tx.now)) return false;
  const spent = await sql(
    tx.em,
    `insert into accounts.spent_challenge (tenant_id, digest, expires_at) values ($1, $2, $3) on conflict do nothing returning digest`,
    [
      uuidOf(purpose.tenantId),
      createHash('sha256').update(challenge).digest('hex'),
      expiryOf(Buffer.from(challenge, 'base64url')),
    ],
  );
  return spent.length === 1;
}

/** Whether it was made here, for this, lately enough. */
export function isOurs(digests: KeyedDigest, purpose: Purpose, challenge: string, now: Date): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== 64 || bytes.toString('base64url') !== challenge) return false;
  const [body, mac] = [bytes.subarray(0, 32), bytes.subarray(32)];
  return timingSafeEqual(mac, macOf(digests, purpose, body)) && expiryOf(bytes) > now;
}

const expiryOf = (bytes: Buffer): Date => new Date(Number(bytes.readBigUInt64BE(0)));

function macOf(digests: KeyedDigest, { tenantId, what, accountId }: Purpose, body: Buffer): Buffer {
  return Buffer.from(digests.of(`challenge.${what}`, JSON.stringify([tenantId, accountId, body.toString('hex')])), 'hex');
}
