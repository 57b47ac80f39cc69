import { SingleBar } from 'cli-progress';

/** One bar for one phase: drawn on a terminal, a plain line at each tenth elsewhere. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #bar: SingleBar | null;
  /** Of the phase that is shown. */
  title = '';
  #total = 0;
  #done = 0;
  #told = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    const format = '{title} [{bar}] {percentage}% {value}/{total} {unit}';
    this.#bar = stream.isTTY ? new SingleBar({ stream, format, hideCursor: true, clearOnComplete: false }) : null;
  }

  begin(title: string, total: number, unit: string): void {
    this.title = title;
    this.#total = total;
    this.#done = 0;
    this.#told = 0;
    this.#bar?.start(total, 0, { title, unit });
  }

  advance(by: number): void {
    this.#done += by;
    this.#bar?.update(this.#done);
    const tenth = this.#total === 0 ? 0 : Math.floor((10 * this.#done) / this.#total);
    if (this.#bar || tenth <= this.#told) return;
    this.#told = tenth;
    this.#stream.write(`${this.title}: ${Math.min(tenth, 10) * 10}%\n`);
  }

  end(): void {
    if (this.#bar?.isActive) this.#bar.stop();
  }
}
