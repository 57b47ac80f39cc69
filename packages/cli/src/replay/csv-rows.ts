import { parse } from 'csv-parse/sync';
import { CsvLines } from './csv-lines.ts';
import { ReplayStopped } from './stopped.ts';

/** One record: the line it starts on, its values by column (trimmed, '' when absent), and what is wrong with it. */
export interface Row<Column extends string = string> {
  readonly line: number;
  readonly cells: readonly string[];
  readonly values: Readonly<Record<Column, string>>;
  readonly problem: string | null;
}

/** Quoted values may hold line breaks; a quote still open after this many lines was never meant to be closed. */
const longestRecord = 200;

/**
 * The records of a CSV file (RFC 4180) by the columns named in its first line. A broken record costs itself only: when
 * its quotes swallow the lines after it, they are read again as records of their own. Blank lines are no records.
 */
export async function* readRows<Column extends string>(
  chunks: AsyncIterable<Uint8Array>,
  needed: readonly Column[],
  optional: readonly Column[] = [],
): AsyncGenerator<Row<Column>> {
  const lines = new CsvLines(chunks);
  const header = await recordOf(lines, (await lines.next()) ?? '', null);
  const names = header.cells.map((name) => name.trim());
  const missing = needed.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new ReplayStopped(
      `The first line of the file names no column ${missing.map((m) => `"${m}"`).join(', ')}. Is it the right file?`,
    );
  const indexes = [...needed, ...optional].map((column) => [column, names.indexOf(column)] as const);
  for (let text = await lines.next(); text !== null; text = await lines.next()) {
    if (text.trim() === '') continue;
    const line = lines.number;
    const { cells, problem } = await recordOf(lines, text, names.length);
    const values = {} as Record<Column, string>;
    for (const [column, index] of indexes) values[column] = cells[index]?.trim() ?? '';
    yield { line, cells, values, problem };
  }
}

interface Cells {
  cells: readonly string[];
  problem: string | null;
}

async function recordOf(lines: CsvLines, first: string, width: number | null): Promise<Cells> {
  if (!first.includes('"')) return withWidth(first.split(','), width);
  const texts = [first];
  for (let open = quotesIn(first) % 2 === 1; open && texts.length < longestRecord;) {
    const next = await lines.next();
    if (next === null) break;
    texts.push(next);
    open = quotesIn(next) % 2 === 0;
  }
  const record = quoted(texts.join('\n'), width);
  if (record.problem !== null && texts.length > 1) {
    lines.putBack(texts.slice(1));
    return { cells: first.split(','), problem: 'It opens a quote that is not closed.' };
  }
  return record;
}

function quoted(text: string, width: number | null): Cells {
  try {
    const [cells = [], ...more] = parse(text, { relax_column_count: true });
    return more.length > 0 ? { cells, problem: 'Its quotes do not match.' } : withWidth(cells, width);
  } catch {
    return { cells: text.split(','), problem: 'Its quotes do not match.' };
  }
}

function withWidth(cells: string[], width: number | null): Cells {
  const problem =
    width === null || cells.length === width ? null : `It has ${cells.length} columns, the first line has ${width}.`;
  return { cells, problem };
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}
