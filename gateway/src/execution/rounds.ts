import type { Subgraph } from '../data-source.ts';
import { type LanesRound, runLanes } from './lanes-round.ts';
import { type RootRound, runRoot } from './root-round.ts';
import type { Run } from './run.ts';

/** One request of a schedule, ready to be made again and again. */
export interface ReadyRound {
  readonly subgraph: Subgraph;
  readonly ask: RootRound | LanesRound;
  /** How many rounds it waits for, and which wait for it. */
  readonly awaits: number;
  readonly awaitedBy: readonly number[];
}

/** Makes every request as soon as what it needs is there. Resolves when all are answered; subgraphs' errors are in `run.faults`. */
export function runRounds(rounds: readonly ReadyRound[], run: Run): Promise<void> {
  if (rounds.length === 0) return Promise.resolve();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const awaits = rounds.map((round) => round.awaits);
  let left = rounds.length;
  const finish = (round: ReadyRound): void => {
    left -= 1;
    if (left === 0) return resolve();
    for (const index of round.awaitedBy) {
      awaits[index] = (awaits[index] ?? 1) - 1;
      if (awaits[index] === 0) begin(rounds[index]);
    }
  };
  const begin = (round: ReadyRound | undefined): void => {
    if (!round) return;
    const { ask, subgraph } = round;
    const asked = ask.kind === 'root' ? runRoot(ask, subgraph, run) : runLanes(ask, subgraph, run);
    if (asked) asked.then(() => finish(round)).catch(reject);
    else finish(round);
  };
  for (const [index, round] of rounds.entries()) if (awaits[index] === 0) begin(round);
  return promise;
}
