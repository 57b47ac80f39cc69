import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Actor, systemActor } from './actor.ts';
import { type ForwardFault, mostAgeMs, signActor, UnverifiedActor, usualAgeMs, verifyActor } from './forward.ts';
import { createReplayGuard } from './replay-guard.ts';
import type { SharedClock } from './shared-clock.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = createPublicKey(privateKey);
const now = new Date('2026-03-01T12:00:00Z');
const body = '{"query":"{ me { id } }"}';
const actor: Actor = {
  ...systemActor('consumer', newId('tenant')),
  kind: 'account',
  id: newId('account'),
  roles: ['MODERATOR'],
  sessionId: newId('session'),
  ip: '192.0.2.7',
};

const guard = () => createReplayGuard({ lifetimeSeconds: 40, capacity: 1000 });
const asOf = now.getTime();
const at = (time: number): SharedClock => ({ earliest: () => time, latest: () => time });
const sharedClock = at(asOf);
const sign = (within?: number) =>
  signActor(actor, { audience: 'disputes', body, key: privateKey, now, asOf, ...(within && { within }) });
const check = (token: string | null, changes: Partial<Parameters<typeof verifyActor>[1]> = {}) =>
  verifyActor(token, { audience: 'disputes', body, key: publicKey, now, sharedClock, seen: guard(), ...changes });
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const refusedAs = async (attempt: Promise<unknown>, reason: ForwardFault) =>
  expect(await attempt.catch((error: unknown) => error)).toMatchObject({ constructor: UnverifiedActor, reason });

describe('a forwarded actor', () => {
  test('arrives as it was signed', async () => {
    expect(await check(await sign())).toEqual(actor);
  });

  test('is refused when there is none, or when it is not a token', async () => {
    await refusedAs(check(null), 'MISSING');
    await refusedAs(check(''), 'MISSING');
    await refusedAs(check('a.b.c'), 'MALFORMED');
  });

  test('is refused without a signature', async () => {
    const unsigned = new UnsecuredJWT({ actor, body: 'x' }).setIssuer('praetor-gateway').setAudience('disputes').encode();
    await refusedAs(check(unsigned), 'BAD_SIGNATURE');
  });

  test("is refused under another's signature", async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    await refusedAs(check(await signActor(actor, { audience: 'disputes', body, key: stranger, now, asOf })), 'BAD_SIGNATURE');
  });

  test('is refused once expired, and before it begins', async () => {
    const token = await sign();
    await expect(check(token, { now: later(34) })).resolves.toEqual(actor);
    await refusedAs(check(token, { now: later(36) }), 'EXPIRED');
    await refusedAs(check(token, { now: later(-60) }), 'MALFORMED');
  });

  test('is refused once what it says of the actor is too old to be believed, and when it is of a time to come', async () => {
    const after = async (milliseconds: number, within?: number) =>
      check(await sign(within), { sharedClock: at(asOf + milliseconds) });
    await expect(after(usualAgeMs)).resolves.toEqual(actor);
    await refusedAs(after(usualAgeMs + 1), 'STALE');
    await refusedAs(after(-usualAgeMs - 1), 'STALE');
    await expect(after(mostAgeMs, mostAgeMs)).resolves.toEqual(actor);
    await refusedAs(after(mostAgeMs + 1, mostAgeMs), 'STALE');
    await refusedAs(after(0, mostAgeMs + 1), 'MALFORMED');
  });

  test('is as old as the doubt about the time allows', async () => {
    const token = await sign();
    const doubtful = { earliest: () => asOf, latest: () => asOf + usualAgeMs + 1 };
    await refusedAs(check(token, { sharedClock: doubtful }), 'STALE');
  });

  test('is refused by another subgraph', async () => {
    await refusedAs(check(await sign(), { audience: 'trust' }), 'WRONG_AUDIENCE');
  });

  test('is refused a second time, by this process and for as long as it could be valid', async () => {
    const token = await sign();
    const seen = guard();
    await check(token, { seen });
    await refusedAs(check(token, { seen }), 'REPLAYED');
    await refusedAs(check(token, { seen, now: later(34) }), 'REPLAYED');
    const other = await sign();
    const { seen: _, ...ownMemory } = { audience: 'disputes', body, key: publicKey, now, sharedClock, seen };
    await verifyActor(other, ownMemory);
    await refusedAs(verifyActor(other, ownMemory), 'REPLAYED');
  });

  test('is refused when it would live longer than its use is remembered', async () => {
    const iat = Math.floor(now.getTime() / 1000);
    const token = await new SignJWT({ actor, body: createHash('sha256').update(body).digest('base64url'), asOf, within: 250 })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('praetor-gateway')
      .setAudience('disputes')
      .setIssuedAt(iat)
      .setExpirationTime(iat + 3600)
      .setJti('long')
      .sign(privateKey);
    await refusedAs(check(token), 'MALFORMED');
  });

  test('is refused for any other body', async () => {
    const token = await sign();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (other) => {
        fc.pre(other !== body);
        await refusedAs(check(token, { body: other }), 'WRONG_BODY');
      }),
    );
  });

  test('is refused after any change of its text', async () => {
    const token = await sign();
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        // The last base64url letter of a signature carries unused bits, so some changes there change nothing.
        fc.pre(changed !== token && at !== token.length - 1);
        await expect(check(changed)).rejects.toThrow(UnverifiedActor);
      }),
    );
  });
});

describe('a replay guard', () => {
  test('admits nothing more when it is full, until its memory has turned over', () => {
    const seen = createReplayGuard({ lifetimeSeconds: 10, capacity: 2 });
    expect([seen.admit('a', now), seen.admit('b', now), seen.admit('c', now)]).toEqual([true, true, false]);
    expect(seen.admit('c', later(15))).toBe(false);
    expect(seen.admit('c', later(25))).toBe(true);
  });

  test('admits each id once in any order of arrival within a lifetime', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(9))), (arrivals) => {
        const seen = createReplayGuard({ lifetimeSeconds: 10, capacity: 1000 });
        const times = arrivals.map(([id, second]) => ({ id: String(id), second })).sort((a, b) => a.second - b.second);
        const admitted = times.filter(({ id, second }) => seen.admit(id, later(second))).map(({ id }) => id);
        expect(admitted).toEqual([...new Set(times.map(({ id }) => id))]);
      }),
    );
  });
});
