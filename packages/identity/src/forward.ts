import { createHash, type KeyObject, randomUUID, sign } from 'node:crypto';
import { isId } from '@praetor/kernel/id';
import { errors as jose, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { createReplayGuard, type ReplayGuard } from './replay-guard.ts';
import type { SharedClock } from './shared-clock.ts';

/** The header in which the gateway forwards the signed actor to a subgraph. */
export const actorHeader = 'praetor-actor';

const issuer = 'praetor-gateway';
const lifetimeSeconds = 30;
/** How far two machines' clocks may disagree. */
const skewSeconds = 5;
/** How old what is said of the actor may be when a subgraph begins: a lock is not outrun by what was signed before it. */
export const usualAgeMs = 250;
/** The same, at the most: for a gateway whose request came too late once, and who read everything anew. */
export const mostAgeMs = 1_000;

export const forwardFaults = [
  'MISSING',
  'MALFORMED',
  'BAD_SIGNATURE',
  'EXPIRED',
  'WRONG_AUDIENCE',
  'WRONG_BODY',
  'REPLAYED',
  'STALE',
] as const;
export type ForwardFault = (typeof forwardFaults)[number];

/** A request to a subgraph that does not prove it comes from the gateway, for this subgraph, with this body, now, once. */
export class UnverifiedActor extends Error {
  readonly reason: ForwardFault;
  constructor(reason: ForwardFault) {
    super(`The forwarded actor is refused: ${reason}.`);
    this.reason = reason;
  }
}

const nullable = z.string().nullable();
const identifier = <K extends Parameters<typeof isId>[0]>(kind: K) => z.custom<Actor['tenantId']>((value) => isId(kind, value));
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const ActorClaim = z.strictObject({
  kind: z.enum(['account', 'partner', 'system', 'anonymous']),
  id: nullable,
  tenantId: identifier('tenant'),
  roles: z.array(z.string()),
  sessionId: nullable,
  deviceId: nullable,
  impersonatorId: nullable,
  assurance: level,
  fullAssurance: level,
  authenticatedAt: z.int().nullable(),
  withheldRoles: z.array(z.string()),
  ip: nullable,
  userAgent: nullable,
  requestId: nullable,
  traceparent: nullable,
  causationId: nullable,
  correlationId: nullable,
});
const Claims = z.object({
  jti: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  body: z.string(),
  actor: ActorClaim,
  asOf: z.number(),
  within: z.int().min(1).max(mostAgeMs),
});

export interface SignOptions {
  /** The subgraph that may accept it. */
  readonly audience: string;
  /** The exact bytes of the request body it belongs to. */
  readonly body: string | Buffer;
  /** Ed25519 private key. */
  readonly key: KeyObject;
  readonly now: Date;
  /** When what the actor says was true, at the latest: on the clock that all processes share. */
  readonly asOf: number;
  /** How old that may become: {@link usualAgeMs} unless given, {@link mostAgeMs} at the most. */
  readonly within?: number;
}

/**
 * The actor as a compact JWS (RFC 7515, EdDSA after RFC 8037), for one subgraph, for one body and for one use, as long as
 * what it says of the actor is fresh, and half a minute at the most: {@link verifyActor} refuses it for anything else.
 */
export async function signActor(
  actor: Actor,
  { audience, body, key, now, asOf, within = usualAgeMs }: SignOptions,
): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const claims = {
    actor,
    body: digestOf(body),
    iss: issuer,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    jti: randomUUID(),
    asOf,
    within,
  };
  const signed = `${protectedHeader}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  // A gateway does this for every request to a subgraph, and the way through Web Crypto's threads costs more than twice as much.
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

const protectedHeader = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'JWT' })).toString('base64url');

export interface VerifyOptions extends Omit<SignOptions, 'key' | 'asOf' | 'within'> {
  /** Ed25519 public key of the gateway. */
  readonly key: KeyObject;
  /** The clock that all processes share. */
  readonly sharedClock: SharedClock;
  /** Which requests were accepted already; one per process unless told otherwise. */
  readonly seen?: ReplayGuard;
}

// Half a million ids of one minute: 8,000 requests a second before the guard refuses, in about 60 MB at that rate.
const seenByThisProcess = createReplayGuard({ lifetimeSeconds: lifetimeSeconds + 2 * skewSeconds, capacity: 500_000 });

/** The actor the gateway signed for exactly this request. Throws {@link UnverifiedActor} with the reason otherwise. */
export async function verifyActor(token: string | null | undefined, options: VerifyOptions): Promise<Actor> {
  if (!token) throw new UnverifiedActor('MISSING');
  const claims = await verified(token, options);
  if (claims.body !== digestOf(options.body)) throw new UnverifiedActor('WRONG_BODY');
  // Also of a time to come: a server that took the clock's place may be behind it.
  if (Math.abs(options.sharedClock.latest() - claims.asOf) > claims.within) throw new UnverifiedActor('STALE');
  // A longer life than ours would outlive the memory of its use.
  if (claims.exp - claims.iat > lifetimeSeconds) throw new UnverifiedActor('MALFORMED');
  if (!(options.seen ?? seenByThisProcess).admit(claims.jti, options.now)) throw new UnverifiedActor('REPLAYED');
  return claims.actor as Actor;
}

async function verified(token: string, { audience, key, now }: VerifyOptions): Promise<z.infer<typeof Claims>> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms: ['EdDSA'],
      currentDate: now,
      clockTolerance: skewSeconds,
      requiredClaims: ['exp', 'iat', 'jti'],
      maxTokenAge: lifetimeSeconds,
    });
    return Claims.parse(payload);
  } catch (error) {
    throw new UnverifiedActor(faultOf(error));
  }
}

function faultOf(error: unknown): ForwardFault {
  if (error instanceof jose.JWTExpired) return 'EXPIRED';
  if (error instanceof jose.JWSSignatureVerificationFailed) return 'BAD_SIGNATURE';
  if (error instanceof jose.JOSEAlgNotAllowed || error instanceof jose.JOSENotSupported) return 'BAD_SIGNATURE';
  if (error instanceof jose.JWTClaimValidationFailed && error.claim === 'aud') return 'WRONG_AUDIENCE';
  return 'MALFORMED';
}

function digestOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}
