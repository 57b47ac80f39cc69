import { InvalidInput, Refusal } from '@praetor/kernel/refusal';

/** A key that ended for good has no successor: make a new one. */
export class ApiKeyRevoked extends Refusal {
  readonly code = 'API_KEY_REVOKED';
  constructor() {
    super('This key was revoked. Make a new one.');
  }
}

const day = 24 * 60 * 60_000;
const overlapDays = { default: 1, most: 30 } as const;

/** Until when the secret that is replaced counts. `now` itself ends it at once. */
export function overlapEnd(asked: Date | null, now: Date): Date {
  const end = asked ?? new Date(now.getTime() + overlapDays.default * day);
  if (end < now) throw new InvalidInput([{ path: ['previousUntil'], message: 'Name a time to come.' }]);
  if (end.getTime() > now.getTime() + overlapDays.most * day)
    throw new InvalidInput([{ path: ['previousUntil'], message: `Name a time within ${overlapDays.most} days.` }]);
  return end;
}
