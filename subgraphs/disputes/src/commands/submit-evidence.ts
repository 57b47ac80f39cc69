import { disputeEvidenceSubmitted } from '@praetor/contracts/disputes';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockDispute, toDomain } from '../db/dispute.store.ts';
import { EvidenceRow } from '../db/evidence.entity.ts';
import { assertTakesEvidence, WrongState } from '../domain/dispute.ts';
import { assertRoomForEvidence, evidenceKinds, TooMuchEvidence } from '../domain/evidence.ts';
import { NotAParty } from '../domain/parties.ts';
import { evidenceById } from '../db/evidence.store.ts';
import { accountOf, sightOf } from './actor.ts';
import { partiesOf } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z
  .object({
    ...onDispute,
    kind: z.enum(evidenceKinds),
    title: text(200),
    statement: text(20_000).nullish(),
    uri: z
      .url({ protocol: /^https$/, message: 'Link to the document over https.' })
      .max(2000)
      .nullish(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of the document in lower-case hex.')
      .nullish(),
  })
  .refine((evidence) => evidence.statement || evidence.uri, {
    path: ['statement'],
    message: 'Give a statement, a document, or both.',
  })
  .refine((evidence) => !evidence.uri || evidence.sha256, {
    path: ['sha256'],
    message: 'A linked document needs its SHA-256, so that it cannot be swapped.',
  });

export const submitDisputeEvidenceRefusals = [NotAParty, WrongState, TooMuchEvidence, Conflict] as const;

/** A party shows something. Evidence is never changed or removed. */
export async function submitDisputeEvidence(room: Room, raw: z.input<typeof Input>): Promise<EvidenceRow> {
  const input = parse(Input, raw);
  const id = parseId('dispute', input.disputeId, 'disputeId');
  const { kind, title, statement = null, uri = null, sha256 = null } = input;
  const target = { type: 'dispute', id };
  return perform(room, { action: 'submitDisputeEvidence', target, input, reload: evidenceById }, async (tx) => {
    const dispute = await lockDispute(tx.em, sightOf(room), id, input.expectedVersion);
    assertTakesEvidence(toDomain(dispute), room.actor.id);
    assertRoomForEvidence(await tx.em.count(EvidenceRow, { disputeId: id }));
    const row = tx.em.create(EvidenceRow, {
      id: newId('evidence'),
      tenantId: room.actor.tenantId,
      disputeId: id,
      submittedById: accountOf(room.actor),
      kind,
      title,
      statement,
      uri,
      sha256,
      submittedAt: tx.now,
    });
    await tx.em.flush();
    await tx.announce(disputeEvidenceSubmitted, {
      subject: target,
      data: { ...partiesOf(dispute), evidenceId: row.id, submittedBy: row.submittedById, kind, sha256 },
      change: { before: null, after: { evidenceId: row.id, kind, sha256 } },
    });
    return row;
  });
}
