import type { Contender } from './peer-gateways.ts';
import type { Shape } from './peer-shapes.ts';
import { median, megabytes, millis, type Table, whole } from './table.ts';

/** One gateway's one round. */
export interface Measured {
  /** Answers a second. */
  readonly rate: number;
  /** Processor time of the gateway for an answer, in ms; not a number where the system does not tell. */
  readonly processor: number;
  readonly p50: number;
  readonly p99: number;
  /** KiB after the round. */
  readonly resident: number;
  /** Bytes of an answer, on average. */
  readonly bytes: number;
  /** Requests that subgraphs had to answer, for each answer. */
  readonly requests: number;
}

export interface Found {
  readonly contender: Contender;
  readonly rounds: readonly Measured[];
}

/** The median over rounds. */
export const middle = ({ rounds }: Found, figure: keyof Measured): number => median(rounds.map((round) => round[figure]));

/** What each gateway did, medians over rounds. */
export function shapeTable({ name, connections }: Shape, found: readonly Found[]): Table {
  return {
    title: `${name} (${connections} at once), medians`,
    columns: ['', 'bytes', 'answers/s', 'processor/answer', 'p50', 'p99', 'resident', 'subgraph requests/answer'],
    rows: found.map((one) => [
      one.contender.name,
      whole(middle(one, 'bytes')),
      whole(middle(one, 'rate')),
      `${middle(one, 'processor').toFixed(3)} ms`,
      millis(middle(one, 'p50')),
      millis(middle(one, 'p99')),
      megabytes(middle(one, 'resident')),
      middle(one, 'requests').toFixed(1),
    ]),
  };
}

/** How many times better ours did than each peer: above 1 ours is ahead. */
export function ratioTable({ name }: Shape, found: readonly Found[]): Table {
  const peers = found.filter(({ contender }) => !contender.ours);
  const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
  const rows = found
    .filter(({ contender }) => contender.ours)
    .flatMap((our) =>
      peers.map((peer) => [
        `${our.contender.name} ÷ ${peer.contender.name}`,
        times(middle(peer, 'processor') / middle(our, 'processor')),
        times(middle(our, 'rate') / middle(peer, 'rate')),
        times(middle(peer, 'p99') / middle(our, 'p99')),
        times(middle(peer, 'resident') / middle(our, 'resident')),
      ]),
    );
  return { title: `${name}: how many times better`, columns: ['', 'per core', 'answers/s', 'p99', 'memory'], rows };
}
