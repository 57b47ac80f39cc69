import { Refusal } from '@praetor/kernel/refusal';

/** What one flag may hold: whoever resolves it has to be able to read it all. */
export const mostNotes = 100;

export class TooManyNotes extends Refusal {
  readonly code = 'FLAG_TOO_MANY_NOTES';
  constructor() {
    super(`A flag holds at most ${mostNotes} notes. Resolve it, or carry on in a dispute.`);
  }
}

export function assertRoomForNote(held: number): void {
  if (held >= mostNotes) throw new TooManyNotes();
}
