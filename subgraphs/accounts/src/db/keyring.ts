import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, days, minutes, type Clock } from '@praetor/kernel/clock';
import { idOf } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { calculateJwkThumbprint, SignJWT, type JWK, type JWTPayload } from 'jose';
import { createSeal, type Seal } from './seal.ts';
import { SigningKeyRow } from './signing-key.entity.ts';

/** One key set signs for all tenants; its rows belong to no marketplace. */
const platform = idOf('tenant', '00000000-0000-0000-0000-000000000000');
/** How long a process goes on with the keys it read: a key stays published far longer than that after its successor came. */
const rereadMs = minutes(1);
const rotationMs = days(90);

interface SigningKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateKey: KeyObject;
}

/** The keys that access tokens are signed with (EdDSA, RFC 8037): made at first start, kept sealed, or given by the operator. */
export interface Keyring {
  /** A signed token of these claims. */
  sign(claims: JWTPayload & { sub: string }, times: { issuedAt: Date; expiresAt: Date }): Promise<string>;
  /** The public keys, present and previous, as a JSON Web Key Set (RFC 7517). */
  jwks(): Promise<string>;
  /** Makes a new key when the present one is old. How many it made. */
  rotate(): Promise<number>;
}

export interface KeyringOptions {
  readonly secret: string;
  readonly tokenKey?: KeyObject | undefined;
  readonly clock: Clock;
  readonly orm: () => MikroORM;
}

export function createKeyring({ secret, tokenKey, clock, orm }: KeyringOptions): Keyring {
  const seal = createSeal(secret, 'signing-key');
  let held: { keys: Promise<SigningKey[]>; until: Date } | null = null;
  const read = (): Promise<SigningKey[]> =>
    tokenKey ? given(tokenKey) : inTenant(orm(), platform, (tx) => stored(tx, seal, clock()));
  const keys = (): Promise<SigningKey[]> => {
    const now = clock();
    if (!held || held.until <= now) {
      const mine = { keys: read(), until: after(now, rereadMs) };
      held = mine;
      mine.keys.catch(() => held === mine && (held = null));
    }
    return held.keys;
  };
  return {
    async sign(claims, { issuedAt, expiresAt }) {
      const [{ kid, privateKey }] = (await keys()) as [SigningKey];
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
        .setIssuer('praetor')
        .setAudience('praetor')
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
    },
    async jwks() {
      return JSON.stringify({
        keys: (await keys()).map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' })),
      });
    },
    async rotate() {
      if (tokenKey) return 0;
      const made = await inTenant(orm(), platform, (tx) => addKey(tx, seal, clock(), after(clock(), -rotationMs)));
      held = null;
      return made;
    },
  };
}

async function given(privateKey: KeyObject): Promise<SigningKey[]> {
  return [await describe(privateKey)];
}

async function describe(privateKey: KeyObject): Promise<SigningKey> {
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  return { kid: await calculateJwkThumbprint(publicJwk), publicJwk, privateKey };
}

/** The present key and the previous one. Makes the first. */
async function stored(tx: EntityManager, seal: Seal, now: Date): Promise<SigningKey[]> {
  if ((await newest(tx)).length === 0) await addKey(tx, seal, now, now);
  return (await newest(tx)).map(({ kid, publicJwk, sealed }) => ({
    kid,
    publicJwk: publicJwk as JWK,
    privateKey: createPrivateKey({ key: seal.open(sealed, kid), format: 'pem' }),
  }));
}

const newest = (tx: EntityManager): Promise<SigningKeyRow[]> =>
  tx.find(SigningKeyRow, {}, { orderBy: { createdAt: 'desc', kid: 'asc' }, limit: 2 });

/** Adds a key unless one is younger than `youngest`. Starters that race take turns, so that one of them makes it. */
async function addKey(tx: EntityManager, seal: Seal, now: Date, youngest: Date): Promise<number> {
  await tx.execute("select pg_advisory_xact_lock(hashtext('accounts.signing_key'))");
  const [present] = await newest(tx);
  if (present && present.createdAt >= youngest) return 0;
  const { kid, publicJwk, privateKey } = await describe(generateKeyPairSync('ed25519').privateKey);
  const sealed = seal.close(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, kid);
  tx.create(SigningKeyRow, { kid, tenantId: platform, publicJwk: { ...publicJwk }, sealed, createdAt: now });
  await tx.flush();
  return 1;
}
