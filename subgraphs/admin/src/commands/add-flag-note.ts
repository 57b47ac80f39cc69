import { flagNoted } from '@praetor/contracts/admin';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockFlag, toDomain } from '../db/flag.store.ts';
import { NoteRow } from '../db/note.entity.ts';
import { noteById } from '../db/note.store.ts';
import { assertTakesNotes, WrongState } from '../domain/flag.ts';
import { assertRoomForNote, TooManyNotes } from '../domain/note.ts';
import { accountOf, sightOf } from './actor.ts';
import { factsOf } from './change-flag.ts';
import { onFlag } from './input.ts';

const Input = z.object({ ...onFlag, text: text(5000) });

export const addFlagNoteRefusals = [WrongState, TooManyNotes, Conflict] as const;

/** Staff write something down about a flag. Notes are never changed or removed. */
export async function addFlagNote(room: Room, raw: z.input<typeof Input>): Promise<NoteRow> {
  const input = parse(Input, raw);
  const id = parseId('flag', input.flagId, 'flagId');
  const target = { type: 'flag', id };
  return perform(room, { action: 'addFlagNote', target, input, reload: noteById }, async (tx) => {
    const flag = await lockFlag(tx.em, sightOf(room), id, input.expectedVersion);
    assertTakesNotes(toDomain(flag));
    assertRoomForNote(await tx.em.count(NoteRow, { flagId: id }));
    const row = tx.em.create(NoteRow, {
      id: newId('note'),
      tenantId: room.actor.tenantId,
      flagId: id,
      authorId: accountOf(room.actor),
      text: input.text,
      writtenAt: tx.now,
    });
    await tx.em.flush();
    await tx.announce(flagNoted, {
      subject: target,
      data: { ...factsOf(flag), noteId: row.id },
      change: { before: null, after: { noteId: row.id } },
    });
    return row;
  });
}
