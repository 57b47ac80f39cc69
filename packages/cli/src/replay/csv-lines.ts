import { ReplayStopped } from './stopped.ts';

const longestLine = 1024 * 1024;

/** The physical lines of a text, numbered from 1, that can be put back after looking ahead. */
export class CsvLines {
  readonly #source: AsyncIterator<string[]>;
  #buffer: string[] = [];
  #position = 0;
  /** Number of the line that `next` gave last. */
  number = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = split(chunks);
  }

  async next(): Promise<string | null> {
    while (this.#position === this.#buffer.length) {
      const step = await this.#source.next();
      if (step.done) return null;
      this.#buffer = step.value;
      this.#position = 0;
    }
    this.number += 1;
    return this.#buffer[this.#position++] ?? null;
  }

  putBack(lines: string[]): void {
    this.#buffer = [...lines, ...this.#buffer.slice(this.#position)];
    this.#position = 0;
    this.number -= lines.length;
  }
}

async function* split(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  // Drops a byte order mark; turns what is not UTF-8 into U+FFFD rather than giving up.
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new ReplayStopped('The file has a line of more than 1 MiB: it is no CSV.');
    yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
