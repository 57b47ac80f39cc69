import { addEvidence, evidenceAt, halfLives } from './decay.ts';
import type { Fact, LinkKind } from './fact.ts';
import type { Model } from './model.ts';
import type { Standing } from './testimony.ts';

/** Another account that shares something with this one, with what is held against it. */
export interface Link {
  readonly to: string;
  readonly via: LinkKind;
  readonly thing: string;
  readonly sharedBy: number;
  readonly at: number;
  readonly eventId: string;
  /** The other's severe evidence of its own, in thousandths of weight, as of {@link asOf}; 0 for who was here first. */
  readonly suspicion: number;
  readonly asOf: number;
}

/** How many links are kept: those to the worst. */
export const keptLinks = 8;

type Linking = Extract<Fact, { fact: 'linked' | 'unlinked' }>;

/** The links after one more, or one less. */
export function relinked(links: readonly Link[], fact: Linking, model: Model): Link[] {
  const { to, via, thing, at, eventId } = fact;
  const others = links.filter((link) => link.to !== to || link.via !== via || link.thing !== thing);
  if (fact.fact === 'unlinked') return others;
  return kept([...others, { to, via, thing, sharedBy: fact.sharedBy, at, eventId, suspicion: 0, asOf: at }], model);
}

/**
 * The links with what is held against the others now. Suspicion goes to whoever came later: someone banned comes back as a new
 * account, whereas who wants to harm an old account could link themselves to it.
 */
export function refreshed(
  links: readonly Link[],
  since: number | undefined,
  model: Model,
  standingOf: (accountId: string) => Standing,
): Link[] {
  return kept(
    links.map((link) => seen(link, since, standingOf(link.to))),
    model,
  );
}

/** The links once one of the others turned out to be something else. */
export function refreshedTo(
  links: readonly Link[],
  since: number | undefined,
  model: Model,
  other: { readonly id: string; readonly standing: Standing },
): Link[] {
  return kept(
    links.map((link) => (link.to === other.id ? seen(link, since, other.standing) : link)),
    model,
  );
}

function seen(link: Link, since: number | undefined, { suspicion = 0, since: theirs, asOf = link.at }: Standing): Link {
  const first = since !== undefined && theirs !== undefined && since < theirs;
  return { ...link, suspicion: first ? 0 : suspicion, asOf: Math.max(asOf, link.at) };
}

const kept = (links: readonly Link[], model: Model): Link[] =>
  links.toSorted((left, right) => worthOf(right, model) - worthOf(left, model) || byName(left, right)).slice(0, keptLinks);

function byName(left: Link, right: Link): number {
  const [one, other] = [left, right].map(({ to, via, thing }) => `${to} ${via} ${thing}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** An address is shared by whoever is at home, in the office, in the train: it says less the more share it. */
const worthOf = ({ via, suspicion, sharedBy }: Link, { links }: Model): number =>
  (suspicion * links.share[via]) / (via === 'ip' ? Math.max(sharedBy - 1, 1) : 1);

/** What a link takes over of the other's suspicion at a time, in weight. One account counts once, by its strongest link. */
export function inherited(links: readonly Link[], model: Model, now: number): { link: Link; weight: number }[] {
  const strongest = new Map<string, { link: Link; weight: number }>();
  const halfLife = halfLives[model.links.halfLife];
  for (const link of links) {
    const magnitude = Math.round(worthOf(link, model));
    if (magnitude <= 0) continue;
    const weight = evidenceAt(addEvidence([], halfLife, link.asOf, magnitude), halfLife, now);
    if (weight > (strongest.get(link.to)?.weight ?? 0)) strongest.set(link.to, { link, weight });
  }
  let left = model.links.most;
  return [...strongest.values()]
    .sort((one, other) => other.weight - one.weight || byName(one.link, other.link))
    .map(({ link, weight }) => {
      const taken = Math.min(weight, left);
      left -= taken;
      return { link, weight: taken };
    })
    .filter(({ weight }) => weight > 0);
}
