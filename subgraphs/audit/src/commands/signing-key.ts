import { seal, unseal } from '@praetor/identity/seal';
import { generateNoteKey, parseSignerKey, type NoteSigner } from '@praetor/transparency/note-key';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LogRow } from '../db/log.entity.ts';
import { SigningKeyRow } from '../db/signing-key.entity.ts';

/** The key of a log, made when it is first needed. The log must be locked, so that only one is made. */
export async function signerOf(tx: EntityManager, { tenantId, origin }: LogRow, secret: string, now: Date): Promise<NoteSigner> {
  const purpose = `audit.signingKey ${tenantId}`;
  const known = await tx.findOne(SigningKeyRow, { tenantId });
  if (known) return parseSignerKey(unseal(secret, purpose, known.sealed).toString('utf8'));
  const { signerKey, verifierKey } = generateNoteKey(origin);
  tx.create(SigningKeyRow, {
    tenantId,
    verifierKey,
    sealed: seal(secret, purpose, Buffer.from(signerKey, 'utf8')),
    createdAt: now,
  });
  await tx.flush();
  return parseSignerKey(signerKey);
}
