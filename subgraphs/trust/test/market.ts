import { currentModel as model } from '../src/domain/models.ts';
import { newProfile, witnessAll, type Profile, type Statement } from '../src/domain/profile.ts';
import type { Fact, LinkKind } from '../src/domain/fact.ts';
import type { Kind, Side } from '../src/domain/signal.ts';
import { eigenTrust, type Experience } from './eigen-trust.ts';

export const start = Date.UTC(2026, 0, 1);

/**
 * A marketplace as the model sees it; beside it, beta reputation that believes everyone (Jøsang & Ismail 2002), and EigenTrust
 * over what accounts experienced with each other.
 */
export function market() {
  const profiles = new Map<string, Profile>();
  const plain = new Map<string, [good: number, bad: number]>();
  const experiences: Experience[] = [];
  let events = 0;
  const hear = (said: Statement): void => {
    for (const [id, profile] of witnessAll(profiles, [said], model, said.at)) profiles.set(id, profile);
  };
  const say = (
    accountId: string,
    kind: Kind,
    from?: string | null,
    at = start,
    side: Side = 'seller',
    magnitude = 1000,
  ): void => {
    events += 1;
    hear({ accountId, kind, side, at, magnitude, eventId: `e${events}`, ...(from !== undefined && { from }) });
    const counts = plain.get(accountId) ?? [1, 1];
    const good = model.kinds[kind].weight > 0;
    counts[good ? 0 : 1] += magnitude / 1000;
    plain.set(accountId, counts);
    if (from) experiences.push({ by: from, of: accountId, satisfied: good });
  };
  return {
    profiles,
    say,
    hear,
    trade(buyer: string, seller: string, at = start): void {
      say(buyer, 'orderCompleted', seller, at, 'buyer');
      say(seller, 'orderCompleted', buyer, at);
    },
    /** A sale that the buyer got nothing of: their bank takes the money back, half of the blame is the seller's. */
    cheat(buyer: string, seller: string, at: number): void {
      say(seller, 'chargebackRaised', undefined, at, 'seller', 500);
      experiences.push({ by: buyer, of: seller, satisfied: false });
    },
    link(one: string, other: string, via: LinkKind, at = start, sharedBy = 2): void {
      const about = { via, thing: `${one}${other}${via}`, sharedBy, at, eventId: 'link', fact: 'linked' } as const;
      for (const [accountId, to] of [
        [one, other],
        [other, one],
      ] as const)
        hear({ ...about, accountId, to } satisfies Fact);
    },
    of: (id: string) => (profiles.get(id) ?? newProfile(model)).assessment,
    /** Earns a tier by what the marketplace itself says. */
    establish(id: string, orders = 12, at = start): void {
      for (let order = 0; order < orders; order += 1) say(id, 'orderCompleted', undefined, at);
    },
    /** In thousandths. */
    beta(id: string): number {
      const [good, bad] = plain.get(id) ?? [1, 1];
      return Math.round((1000 * good) / (good + bad));
    },
    /** How many times the average peer's trust. */
    eigen(id: string, preTrusted: readonly string[] = []): number {
      const trust = eigenTrust(experiences, preTrusted);
      return (trust.get(id) ?? 0) * trust.size;
    },
  };
}

export const ringOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `ring${index}`);
