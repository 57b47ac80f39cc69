import type { Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What an alert says of how often and how gravely it was raised. */
export interface Tally {
  readonly severity: Severity;
  /** How often it was raised while it was unresolved. */
  readonly count: number;
}

/** The life of an alert. `raised` waits for an operator, `acknowledged` has one, `resolved` is final. */
export type Alert = Tally &
  (
    | { status: 'raised' }
    | { status: 'acknowledged'; acknowledgedById: Id<'account'> }
    | { status: 'resolved'; resolvedById: Id<'account'> | null }
  );
export const statuses = ['raised', 'acknowledged', 'resolved'] as const;
export type Status = Alert['status'];

export type AlertEvent =
  | { type: 'Repeated'; severity: Severity; times: number }
  | { type: 'Acknowledged'; acknowledgedById: Id<'account'> }
  | { type: 'Resolved'; resolvedById: Id<'account'> | null };

/** The event of one type. */
export type Of<Type extends AlertEvent['type']> = Extract<AlertEvent, { type: Type }>;

export class WrongState extends Refusal {
  readonly code = 'ALERT_WRONG_STATE';
  readonly from: Status;
  constructor(from: Status, attempted: string) {
    super(`Cannot ${attempted} an alert that is ${from}. Read its present state.`);
    this.from = from;
  }
}

/** The graver of two. */
export function graver(left: Severity, right: Severity): Severity {
  return severities.indexOf(left) >= severities.indexOf(right) ? left : right;
}

/** The same thing went wrong again before anyone resolved it. */
export function repeat(alert: Alert, severity: Severity, times: number): Of<'Repeated'> {
  if (alert.status === 'resolved') throw new WrongState(alert.status, 'repeat');
  return { type: 'Repeated', severity, times };
}

/** An operator takes it. */
export function acknowledge(alert: Alert, by: Id<'account'>): Of<'Acknowledged'> {
  if (alert.status !== 'raised') throw new WrongState(alert.status, 'acknowledge');
  return { type: 'Acknowledged', acknowledgedById: by };
}

/** It is over: an operator says so, or (`by` null) what it was about went away by itself. */
export function resolve(alert: Alert, by: Id<'account'> | null): Of<'Resolved'> {
  if (alert.status === 'resolved') throw new WrongState(alert.status, 'resolve');
  return { type: 'Resolved', resolvedById: by };
}

/** The alert after the event, which the functions above allowed. */
export function evolve(alert: Alert, event: AlertEvent): Alert {
  switch (event.type) {
    case 'Repeated':
      return repeated(alert, event);
    case 'Acknowledged':
      return { ...tallyOf(alert), status: 'acknowledged', acknowledgedById: event.acknowledgedById };
    case 'Resolved':
      return { ...tallyOf(alert), status: 'resolved', resolvedById: event.resolvedById };
  }
}

/** One that grows graver than what its operator acknowledged waits for an operator again. */
function repeated(alert: Alert, { severity, times }: Of<'Repeated'>): Alert {
  const tally = { severity: graver(alert.severity, severity), count: alert.count + times };
  return tally.severity === alert.severity ? { ...alert, ...tally } : { ...tally, status: 'raised' };
}

const tallyOf = ({ severity, count }: Tally): Tally => ({ severity, count });
