import type { DocumentNode } from 'graphql';
import { Kind, print } from 'graphql';
import { documentOf } from './fetch-documents.ts';
import { leadsTo, type Step } from './steps.ts';

/** Steps that ask a subgraph the same about entities: their entities are asked for together, each once. */
export interface Lane {
  readonly steps: readonly Step[];
  /** Equal for equal questions, whatever they are named. */
  readonly identity: string;
  readonly document: DocumentNode;
  /** Whether later steps write into what this one brings, so that no two places may share it. */
  readonly isWrittenTo: boolean;
}

/** One request to a subgraph: a root fetch alone, or lanes for entities. */
export interface Round {
  readonly subgraph: string;
  readonly root: Step | null;
  readonly lanes: readonly Lane[];
  /** The rounds it waits for, by their place in the schedule: always earlier ones. */
  readonly after: readonly number[];
}

export interface Scheduling {
  readonly isMutation: boolean;
  /** Whether fetches for entities from this subgraph may share a request. */
  merges(subgraph: string): boolean;
}

/**
 * Puts steps together that may share a request: those for entities of one subgraph at one depth. One that nothing waits for
 * goes with a later request to its subgraph, if there is one. In a mutation nothing is put off, since a later step may change it.
 */
export function scheduleOf(steps: readonly Step[], { isMutation, merges }: Scheduling): Round[] {
  const depths = depthsOf(steps);
  const isMergeable = ({ fetch }: Step): boolean => isForEntities(fetch) && merges(fetch.serviceName);
  if (!isMutation) putOff(steps.filter(isMergeable), steps, depths);
  const buckets = new Map<string, Step[]>();
  for (const [index, step] of steps.entries()) {
    const key = isMergeable(step) ? `${depths.get(step)} ${step.fetch.serviceName}` : `alone ${index}`;
    buckets.set(key, [...(buckets.get(key) ?? []), step]);
  }
  const ordered = [...buckets.values()].sort((one, other) => depthOf(one, depths) - depthOf(other, depths));
  const places = new Map(ordered.flatMap((bucket, place) => bucket.map((step) => [step, place] as const)));
  return ordered.map((bucket) => roundOf(bucket, steps, places));
}

const isForEntities = ({ requires, operationKind }: Step['fetch']): boolean =>
  requires !== undefined && String(operationKind) === 'query';

const depthOf = ([first]: readonly Step[], depths: ReadonlyMap<Step, number>): number => (first && depths.get(first)) ?? 0;

function depthsOf(steps: readonly Step[]): Map<Step, number> {
  const depths = new Map<Step, number>();
  // Those a step waits for stand before it.
  for (const step of steps) depths.set(step, 1 + Math.max(0, ...step.after.map((one) => depths.get(one) ?? 0)));
  return depths;
}

/** Deepest first, so that one that was put off can take others along. */
function putOff(mergeable: readonly Step[], steps: readonly Step[], depths: Map<Step, number>): void {
  const awaited = new Set(steps.flatMap(({ after }) => after));
  const deepestFirst = mergeable.toSorted((one, other) => (depths.get(other) ?? 0) - (depths.get(one) ?? 0));
  for (const step of deepestFirst) {
    if (awaited.has(step)) continue;
    const own = depths.get(step) ?? 0;
    const later = mergeable
      .filter(({ fetch }) => fetch.serviceName === step.fetch.serviceName)
      .map((one) => depths.get(one) ?? 0)
      .filter((depth) => depth > own);
    if (later.length > 0) depths.set(step, Math.min(...later));
  }
}

function roundOf(bucket: readonly Step[], steps: readonly Step[], places: ReadonlyMap<Step, number>): Round {
  const after = new Set(bucket.flatMap((step) => step.after.map((one) => places.get(one) ?? 0)));
  const [first] = bucket;
  const isRoot = first !== undefined && !first.fetch.requires;
  return {
    subgraph: first?.fetch.serviceName ?? '',
    root: isRoot ? first : null,
    lanes: isRoot ? [] : lanesOf(bucket, steps),
    after: [...after],
  };
}

function lanesOf(bucket: readonly Step[], steps: readonly Step[]): Lane[] {
  const lanes = new Map<string, { steps: Step[]; document: DocumentNode }>();
  for (const step of bucket) {
    const { document, identity } = questionOf(step.fetch);
    const lane = lanes.get(identity) ?? { steps: [], document };
    lane.steps.push(step);
    lanes.set(identity, lane);
  }
  return [...lanes].map(([identity, lane]) => ({
    ...lane,
    identity,
    isWrittenTo: lane.steps.some((step) => steps.some((other) => writesInto(other, step))),
  }));
}

function writesInto(other: Step, step: Step): boolean {
  return other !== step && leadsTo(step.path, other.path) && !step.after.includes(other);
}

interface Question {
  readonly document: DocumentNode;
  readonly identity: string;
}

// A plan is scheduled anew for each way its conditions are answered; its fetches are the same.
const questions = new WeakMap<Step['fetch'], Question>();

function questionOf(fetch: Step['fetch']): Question {
  const known = questions.get(fetch);
  if (known) return known;
  const document = documentOf(fetch);
  const { requires, inputRewrites, outputRewrites } = fetch;
  const identity = JSON.stringify([print(unnamed(document)), requires, inputRewrites, outputRewrites]);
  const question = { document, identity };
  questions.set(fetch, question);
  return question;
}

/** The planner numbers its operations; that says nothing of what they ask. */
function unnamed(document: DocumentNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION) return node;
      const { name: _name, ...rest } = node;
      return rest;
    }),
  };
}
