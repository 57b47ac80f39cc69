/** What a benchmark prints. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table as text: the first column to the left, numbers to the right. */
export function render({ title, columns, rows }: Table): string {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ')}`.trimEnd();
  return [title, line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

export const spreadColumns = ['n', 'min', 'median', 'max'] as const;

/** How many values there are, the smallest, the middle one and the largest: the cells under {@link spreadColumns}. */
export function spread(values: readonly number[], show: (value: number) => string): string[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [String(sorted.length), ...[sorted[0], median(sorted), sorted.at(-1)].map((value) => show(value ?? Number.NaN))];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const millis = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`;
export const megabytes = (kilobytes: number): string => `${Math.round(kilobytes / 1024)} MiB`;
export const whole = (count: number): string => Math.round(count).toLocaleString('en-GB');
