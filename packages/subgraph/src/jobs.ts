/** A piece of background work that comes round by itself. Idempotent: a run that was cut short is run again. */
export interface Job {
  /** Names it for good: `disputes.sweepDeadlines`. */
  readonly name: string;
  /** Crontab of six fields, seconds first. */
  readonly schedule: string;
  /** Does what is due now. How much that was; tests call it instead of waiting. */
  runOnce(): Promise<number>;
}
