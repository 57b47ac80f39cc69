import { after, days, hours } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

/** How long a copy may be fetched, and how long it is until another may be asked for. */
export const times = { keepDays: 7, pauseHours: 24 } as const;

export const exportStatuses = ['collecting', 'ready'] as const;

export const exportExpiry = (now: Date): Date => after(now, days(times.keepDays));

/** When another copy may be asked for. */
export const nextExport = (requestedAt: Date): Date => after(requestedAt, hours(times.pauseHours));

export class ExportNotYet extends Refusal {
  readonly code = 'ACCOUNT_EXPORT_NOT_YET';
  constructor(until: Date) {
    super(`A copy was asked for less than a day ago. Ask for another from ${until.toISOString()} on.`);
  }
}

export class ExportNotReady extends Refusal {
  readonly code = 'ACCOUNT_EXPORT_NOT_READY';
  constructor() {
    super('The copy is being collected. A mail tells when it is there.');
  }
}
