import type { LineRefusal, Tally } from './mapping.ts';
import type { Outcome } from './outcome.ts';
import type { Delivery, RefusedEvent } from './sender.ts';

/** All that a replay has to tell when it is over. */
export interface ReplayReport {
  readonly file: string;
  readonly tally: Tally;
  readonly delivery: Delivery;
  readonly seconds: number;
  /** Null when nobody could be asked; `reason` says why, or that it had not settled. */
  readonly outcome: Outcome | null;
  readonly reason: string | null;
}

const shownRefusals = 50;

/** The closing report as lines of text. */
export function renderReport(report: ReplayReport): string {
  const { file, tally, delivery, seconds } = report;
  const rate = seconds > 0 ? ` (${number(Math.round(delivery.sent / seconds))}/s)` : '';
  const parts = [
    [`Replay of ${file}: ${number(tally.lines)} lines in ${seconds.toFixed(1)} s${rate}`],
    table('Lines by what became of them', tally.classes, tally.lines),
    table('Of these', tally.notes),
    table('Events', new Map(Object.entries({ ...delivery, refused: delivery.refused.length }))),
    refusals('Lines left out', tally.refusals),
    refusals('Events refused by the server', delivery.refused),
    outcomeLines(report),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function outcomeLines({ outcome, reason }: ReplayReport): string[] {
  const note = reason === null ? [] : [`  ${reason}`];
  if (!outcome) return ['What came of it', ...note];
  const rows = new Map([
    ['accounts', outcome.accountsSummary.total],
    ...outcome.trustSummary.map(({ tier, count }) => [`trust tier ${tier}`, count] as const),
    ...outcome.disputesSummary.map(({ status, count }) => [`disputes ${status}`, count] as const),
    ...outcome.alertsSummary.map(({ severity, count }) => [`alerts ${severity}`, count] as const),
    ['audit entries', outcome.auditSummary.entries],
  ]);
  return [...table('What came of it (the whole tenant)', rows), ...note];
}

function table(title: string, rows: ReadonlyMap<string, number>, sum?: number): string[] {
  if (rows.size === 0) return [];
  const shown = [...rows, ...(sum === undefined ? [] : [['sum', sum] as const])].map(
    ([name, count]) => [name, number(count)] as const,
  );
  const width = Math.max(...shown.map(([, count]) => count.length));
  return [title, ...shown.map(([name, count]) => `  ${count.padStart(width)}  ${name}`)];
}

function refusals(title: string, refused: readonly (LineRefusal | RefusedEvent)[]): string[] {
  if (refused.length === 0) return [];
  const lines = refused
    .slice(0, shownRefusals)
    .map((one) => `  line ${one.line}: ${'code' in one ? `${one.code} ` : ''}${one.message}`);
  const more = refused.length - lines.length;
  return [`${title}: ${number(refused.length)}`, ...lines, ...(more > 0 ? [`  … and ${number(more)} more`] : [])];
}

function number(count: number): string {
  return count.toLocaleString('en-GB');
}
