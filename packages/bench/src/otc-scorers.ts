import { newProfile, witnessAll, type Profile } from '@praetor/trust/domain/profile';
import { signalsOf } from '@praetor/trust/domain/event-signals';
import { currentModel } from '@praetor/trust/domain/models';
import type { Edge } from './otc-data.ts';

/** From ratings to how far each rated user may be trusted, and what it says of someone of whom nothing is known. */
export interface Scorer {
  readonly name: string;
  readonly unknown: number;
  readonly score: (edges: readonly Edge[]) => Map<string, number>;
}

/** The scorer of production, as the consumer of events calls it, one event after the other; scores as they are stored. */
export function production(edges: readonly Edge[]): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (const [index, { source, target, rating, at }] of edges.entries()) {
    const happening = {
      id: `e${String(index).padStart(6, '0')}`,
      type: 'marketplace.ratingGiven.v1',
      time: new Date(at).toISOString(),
      data: { raterRef: source, ratedRef: target, score: rating, orderRef: null },
      praetorparties: { [source]: source, [target]: target },
    };
    for (const [id, profile] of witnessAll(profiles, signalsOf(happening), currentModel, at)) profiles.set(id, profile);
  }
  return profiles;
}

const mean: Scorer['score'] = (edges) =>
  new Map(
    [...Map.groupBy(edges, ({ target }) => target)].map(([user, of]) => [
      user,
      of.reduce((sum, { rating }) => sum + rating, 0) / of.length,
    ]),
  );

/** Beta reputation (Jøsang & Ismail 2002), prior of one and one; each rating weighs as much as its rater is said to be worth. */
function beta(edges: readonly Edge[], worthOf: (user: string) => number): Map<string, number> {
  const counts = new Map<string, [good: number, bad: number]>();
  for (const { source, target, rating } of edges) {
    const [good, bad] = counts.get(target) ?? [1, 1];
    const worth = (worthOf(source) * Math.abs(rating)) / 10;
    counts.set(target, rating > 0 ? [good + worth, bad] : [good, bad + worth]);
  }
  return new Map([...counts].map(([user, [good, bad]]) => [user, good / (good + bad)]));
}

/** Over and over with what came out, until it settles: knows the future, and reads everything again for each event. */
function recursiveBeta(edges: readonly Edge[]): Map<string, number> {
  let worth = new Map<string, number>();
  for (let round = 0; round < 10; round += 1) {
    const last = worth;
    worth = beta(edges, (user) => last.get(user) ?? 0.5);
  }
  return worth;
}

/** EigenTrust (Kamvar, Schlosser, Garcia-Molina 2003) over praise alone, everyone pre-trusted alike, damping 0.15. */
function eigenTrust(edges: readonly Edge[]): Map<string, number> {
  const praise = edges.filter(({ rating }) => rating > 0);
  const given = new Map<string, number>();
  for (const { source, rating } of praise) given.set(source, (given.get(source) ?? 0) + rating);
  const users = new Set(edges.flatMap(({ source, target }) => [source, target]));
  let trust = new Map([...users].map((user) => [user, 1 / users.size]));
  for (let round = 0; round < 30; round += 1) {
    const next = new Map([...users].map((user) => [user, 0.15 / users.size]));
    for (const { source, target, rating } of praise) {
      next.set(target, next.get(target)! + (0.85 * trust.get(source)! * rating) / given.get(source)!);
    }
    trust = next;
  }
  return trust;
}

export const scorers: readonly Scorer[] = [
  {
    name: `Praetor, model ${currentModel.version}`,
    unknown: newProfile(currentModel).assessment.score,
    score: (edges) => new Map([...production(edges)].map(([user, { assessment }]) => [user, assessment.score])),
  },
  { name: 'mean rating received', unknown: 0, score: mean },
  { name: 'beta reputation, neutral prior', unknown: 0.5, score: (edges) => beta(edges, () => 1) },
  { name: 'rater-weighted recursive beta', unknown: 0.5, score: recursiveBeta },
  { name: 'EigenTrust', unknown: 0, score: eigenTrust },
];
