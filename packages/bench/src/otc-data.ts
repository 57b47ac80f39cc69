import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One rating: who rated whom, from -10 to 10, when, in milliseconds of the epoch. */
export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly rating: number;
  readonly at: number;
}

export interface Otc {
  /** In the order of time. */
  readonly edges: readonly Edge[];
  /** The users that someone labelled: whether they are fraudulent. */
  readonly fraudulent: ReadonlyMap<string, boolean>;
}

const folder = join(import.meta.dirname, '../../../../shared/data/bitcoin-otc');

/** The Bitcoin OTC ratings (Kumar et al. 2016, 2018); null where they are not. */
export function readOtc(): Otc | null {
  const [network, labels] = ['otc_network.csv', 'otc_gt.csv'].map((name) => join(folder, name)) as [string, string];
  if (!existsSync(network) || !existsSync(labels)) return null;
  const edges = linesOf(network).map(([source = '', target = '', rating, seconds]) => ({
    source,
    target,
    rating: Number(rating),
    at: Math.floor(Number(seconds) * 1000),
  }));
  const fraudulent = new Map(linesOf(labels).map(([user = '', label]) => [user, Number(label) < 0]));
  return { edges: edges.toSorted((left, right) => left.at - right.at), fraudulent };
}

const linesOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));

/** Labels were made from what benign users said: that is dropped, or the labels are judged by themselves. */
export const honest = ({ edges, fraudulent }: Otc): Edge[] => edges.filter(({ source }) => fraudulent.get(source) !== false);
