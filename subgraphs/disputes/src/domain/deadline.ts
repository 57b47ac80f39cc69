import { after, days } from '@praetor/kernel/clock';

/** How long each side has. Card networks and the EU's DSA art. 20 leave room for these; a marketplace may shorten them. */
export const windows = { answerDays: 10, contestDays: 14, reviewDays: 14, appealDays: 14 } as const;

export const answerDeadline = (openedAt: Date): Date => after(openedAt, days(windows.answerDays));
export const contestDeadline = (answeredAt: Date): Date => after(answeredAt, days(windows.contestDays));
export const decisionDeadline = (startedAt: Date): Date => after(startedAt, days(windows.reviewDays));
export const appealDeadline = (decidedAt: Date): Date => after(decidedAt, days(windows.appealDays));

/** A deadline is missed from its very instant on. */
export const passed = (deadline: Date, now: Date): boolean => deadline.getTime() <= now.getTime();
