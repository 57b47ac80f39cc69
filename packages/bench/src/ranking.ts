/** A user's suspicion, higher for worse, and whether it is right to suspect them. */
export interface Judged {
  readonly suspicion: number;
  readonly guilty: boolean;
}

/** Area under the ROC curve: how often someone guilty is suspected more than someone innocent; ties count half. */
export function auc(judged: readonly Judged[]): number {
  const [guilty, innocent] = [true, false].map((wanted) => judged.filter((one) => one.guilty === wanted)) as [Judged[], Judged[]];
  let won = 0;
  for (const one of guilty) {
    for (const other of innocent) won += one.suspicion > other.suspicion ? 1 : one.suspicion === other.suspicion ? 0.5 : 0;
  }
  return won / (guilty.length * innocent.length);
}

/** Average precision: precision at each rank where recall grows. Ties share one rank, so that their order does not matter. */
export function averagePrecision(judged: readonly Judged[]): number {
  const all = judged.filter(({ guilty }) => guilty).length;
  const ranks = [...Map.groupBy(judged, ({ suspicion }) => suspicion)].sort(([left], [right]) => right - left);
  let [seen, hit, sum] = [0, 0, 0];
  for (const [, tied] of ranks) {
    const guilty = tied.filter((one) => one.guilty).length;
    [seen, hit] = [seen + tied.length, hit + guilty];
    sum += (guilty / all) * (hit / seen);
  }
  return sum;
}
