import { createHmac, hkdfSync } from 'node:crypto';
import type { Id } from '@praetor/kernel/id';
import type { TraceKind } from '../domain/trace.ts';

/** What stands for a shared thing where the thing itself is nobody's business: equal for equal things of one tenant. */
export type EvidenceOf = (tenantId: Id<'tenant'>, kind: TraceKind, value: string) => string;

/** HMAC-SHA-256 under a key of its own: there are few enough IPv4 addresses to try them all against a plain digest. */
export function createEvidenceKey(secret: string): EvidenceOf {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'praetor/accounts/evidence', 32));
  return (tenantId, kind, value) => createHmac('sha256', key).update(`${tenantId}\n${kind}\n${value}`).digest('hex');
}
