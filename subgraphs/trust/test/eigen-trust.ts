/** How content one peer was with another, deal by deal. */
export interface Experience {
  readonly by: string;
  readonly of: string;
  readonly satisfied: boolean;
}

/**
 * EigenTrust, as in Kamvar, Schlosser, Garcia-Molina: "The EigenTrust Algorithm for Reputation Management in P2P Networks"
 * (WWW 2003), basic algorithm 2: s_ij = sat − unsat, c_ij = max(s_ij, 0) over the row's sum (p_j where that is 0), then
 * t = (1 − a) Cᵀ t + a p until it settles, with a = 0.2. The values sum to 1; `preTrusted` empty: everyone alike.
 */
export function eigenTrust(experiences: readonly Experience[], preTrusted: readonly string[] = []): Map<string, number> {
  const peers = [...new Set([...preTrusted, ...experiences.flatMap(({ by, of }) => [by, of])])];
  const trusted = preTrusted.length ? preTrusted : peers;
  const p = new Map(peers.map((peer) => [peer, trusted.includes(peer) ? 1 / trusted.length : 0]));
  const rows = localTrust(experiences);
  let t = p;
  for (let round = 0; round < 200; round += 1) {
    const next = stepped(t, rows, p);
    const moved = peers.reduce((sum, peer) => sum + Math.abs(next.get(peer)! - t.get(peer)!), 0);
    t = next;
    if (moved < 1e-9) break;
  }
  return t;
}

/** The rows of C that are not empty: whom each peer trusts, and how much of its trust that is. */
function localTrust(experiences: readonly Experience[]): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  for (const { by, of, satisfied } of experiences) {
    const row = sums.get(by) ?? new Map<string, number>();
    row.set(of, (row.get(of) ?? 0) + (satisfied ? 1 : -1));
    sums.set(by, row);
  }
  const rows = [...sums].map(([by, row]): [string, Map<string, number>] => {
    const good = [...row].filter(([, sum]) => sum > 0);
    const total = good.reduce((sum, [, one]) => sum + one, 0);
    return [by, new Map(good.map(([of, one]) => [of, one / total]))];
  });
  return new Map(rows.filter(([, row]) => row.size > 0));
}

function stepped(
  t: ReadonlyMap<string, number>,
  rows: ReadonlyMap<string, ReadonlyMap<string, number>>,
  p: ReadonlyMap<string, number>,
): Map<string, number> {
  const a = 0.2;
  const next = new Map([...p].map(([peer, share]) => [peer, a * share]));
  for (const [peer, trust] of t) {
    for (const [of, share] of rows.get(peer) ?? p) next.set(of, next.get(of)! + (1 - a) * share * trust);
  }
  return next;
}
