import { Refusal } from '@praetor/kernel/refusal';

export const evidenceKinds = ['statement', 'document', 'photo', 'receipt', 'trackingRecord', 'message'] as const;

/** What one dispute may hold: a reviewer has to be able to read it all. */
export const mostEvidence = 50;

export class TooMuchEvidence extends Refusal {
  readonly code = 'DISPUTE_TOO_MUCH_EVIDENCE';
  constructor() {
    super(`A dispute holds at most ${mostEvidence} pieces of evidence. Combine what belongs together.`);
  }
}

export function assertRoomForEvidence(held: number): void {
  if (held >= mostEvidence) throw new TooMuchEvidence();
}
