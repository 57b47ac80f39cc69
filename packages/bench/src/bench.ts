import type { Table } from './table.ts';

/** One benchmark: a file of this folder, a name on the command line. */
export interface Bench {
  /** What it measures, in one line. */
  readonly about: string;
  /** Numbers that the command line may set (`--runs 3`), with what they are unless told. */
  readonly options: Readonly<Record<string, number>>;
  /** What `--quick` sets instead: a look, not a measurement. */
  readonly quick?: Readonly<Record<string, number>>;
  readonly run: (option: (name: string) => number) => Promise<Findings>;
}

export interface Findings {
  /** Version of the server that took part, where one did. */
  readonly postgres?: string;
  readonly tables: readonly Table[];
  /** Said below the tables: plans, remarks. */
  readonly notes?: readonly string[];
}
