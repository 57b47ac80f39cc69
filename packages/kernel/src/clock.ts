/** Time is an argument: domain functions take a `now`, rooms hold a clock, only `main.ts` reads the real one. */
export type Clock = () => Date;

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);

/** `now` moved by a number of milliseconds. */
export function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

/** The machine's own clock. Only what starts a process hands it on. */
// oxlint-disable-next-line praetor/no-ambient-time -- the one place that reads it
export const systemClock: Clock = () => new Date();
