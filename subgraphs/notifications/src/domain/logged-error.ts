import { graver, type Severity } from './alert.ts';

/** An error as a service of the marketplace logged it. */
export interface LoggedError {
  readonly service: string;
  readonly severity: 'info' | 'warning' | 'error' | 'critical';
  readonly message: string;
  readonly code: string | null;
}

const severityOf: Record<LoggedError['severity'], Severity> = {
  info: 'info',
  warning: 'warning',
  error: 'warning',
  critical: 'critical',
};

/** Errors that are one alert: of one service, with one code, or, without a code, with the same words. */
export interface ErrorGroup {
  readonly service: string;
  readonly severity: Severity;
  /** What went wrong, in short. */
  readonly title: string;
  /** The last message. */
  readonly detail: string;
  readonly dedupKey: string;
  readonly count: number;
}

/** Numbers and ids vary from one occurrence to the next: what is left of a message is what went wrong. */
const pattern = (message: string): string => cut(cut(message, 200).replaceAll(/[0-9a-f]*\d[0-9a-f-]*/gi, '#'), 80);

/** Never half a surrogate pair: no store takes that. */
const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();

/** Groups errors in the order of their first occurrence, each error's place kept beside it. */
export function groupErrors(errors: readonly LoggedError[]): (ErrorGroup & { last: number })[] {
  const groups = new Map<string, ErrorGroup & { last: number }>();
  errors.forEach(({ service, severity, message, code }, last) => {
    const what = code ?? pattern(message);
    const dedupKey = cut(`error:${service}:${what}`, 200);
    const before = groups.get(dedupKey);
    groups.set(dedupKey, {
      service,
      severity: before ? graver(before.severity, severityOf[severity]) : severityOf[severity],
      title: cut(`${service}: ${what}`, 200),
      detail: message,
      dedupKey,
      count: (before?.count ?? 0) + 1,
      last,
    });
  });
  return [...groups.values()];
}
