/** What two accounts can have in common. */
export const traceKinds = ['device', 'ip', 'wallet', 'payout'] as const;
export type TraceKind = (typeof traceKinds)[number];

/**
 * How many accounts may share one thing before it says nothing of any two of them: an address is shared by an office or a
 * mobile network, a device by a family or a shop.
 */
export const crowds: Readonly<Record<TraceKind, number>> = { device: 8, ip: 4, wallet: 8, payout: 8 };

/** An account was seen with a thing. */
export interface Trace {
  readonly accountId: string;
  readonly kind: TraceKind;
  readonly value: string;
  readonly at: string;
}

/** What of an event's envelope matters here. */
export interface Sighting {
  readonly type: string;
  readonly source: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly praetorparties: Readonly<Record<string, string>> | null;
  readonly praetorcause: { readonly actorId: string | null; readonly ip: string | null };
}

type Found = readonly (readonly [TraceKind, unknown])[];

/** Which events show an account with a thing. A marketplace's own name of a device is told apart by who says it. */
const readings: Readonly<Record<string, (event: Sighting) => readonly [account: unknown, found: Found]>> = {
  'accounts.deviceSeen.v1': ({ data, praetorcause: { actorId, ip } }) => [
    data.accountId,
    [['device', data.fingerprint], ...(actorId === data.accountId ? ([['ip', ip]] as const) : [])],
  ],
  'marketplace.deviceSeen.v1': ({ data, source, praetorparties }) => [
    praetorparties?.[String(data.userRef)],
    [
      ['device', `${source} ${String(data.deviceId)}`],
      ['ip', data.ip],
    ],
  ],
  'marketplace.payoutDestinationUsed.v1': ({ data, source, praetorparties }) => [
    praetorparties?.[String(data.userRef)],
    [['payout', `${source} ${String(data.fingerprint)}`]],
  ],
  'accounts.walletLinked.v1': ({ data }) => [data.accountId, [['wallet', data.address]]],
  'accounts.walletContested.v1': ({ data }) => [data.accountId, [['wallet', data.address]]],
};
export const sightingTypes = Object.keys(readings);

/**
 * What the event shows. `networkOf` gives the one form of an address that sharing is judged by; null for one that tells
 * nothing, such as a private one.
 */
export function tracesOf(event: Sighting, networkOf: (ip: string) => string | null): Trace[] {
  const reading = readings[event.type];
  if (!reading) return [];
  const [accountId, found] = reading(event);
  if (typeof accountId !== 'string') return [];
  return found.flatMap(([kind, raw]): Trace[] => {
    const value = typeof raw === 'string' ? (kind === 'ip' ? networkOf(raw) : raw) : null;
    return value ? [{ accountId, kind, value, at: event.time }] : [];
  });
}

/** Who was seen with one thing, and when first. */
export type Sharers = ReadonlyMap<string, Date>;

/** What one more sharer changes: pairs that are linked from now on, or, when there are too many, no longer. */
export interface Joined {
  readonly linked: readonly { readonly pair: Pair; readonly since: Date; readonly sharedBy: number }[];
  readonly unlinked: readonly Pair[];
}
export type Pair = readonly [string, string];

/** Sorted, so that one pair has one name. */
export const pairOf = (one: string, other: string): Pair => (one < other ? [one, other] : [other, one]);

/** An account is seen with a thing for the first time. */
export function join(sharers: Sharers, accountId: string, at: Date, crowd: number): Joined {
  const others = [...sharers];
  if (others.length > crowd) return { linked: [], unlinked: [] };
  if (others.length === crowd) {
    const ids = others.map(([id]) => id);
    return { linked: [], unlinked: ids.flatMap((id, index) => ids.slice(index + 1).map((other) => pairOf(id, other))) };
  }
  const linked = others.map(([id, first]) => ({
    pair: pairOf(id, accountId),
    since: first > at ? first : at,
    sharedBy: others.length + 1,
  }));
  return { linked, unlinked: [] };
}
