import type { ProofRow } from '../db/proof.entity.ts';
import { purposes, resendAt } from '../domain/proof.ts';

/** When its code may be sent again. Null for links, and when it was sent often enough. */
export const nextSend = (proof: ProofRow): Date | null =>
  purposes[proof.purpose].form === 'code' && !proof.endedAt ? resendAt(proof) : null;
