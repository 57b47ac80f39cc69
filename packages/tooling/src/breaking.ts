import { findBreakingChanges, findDangerousChanges, type GraphQLSchema, GraphQLError, parse, validate } from 'graphql';

/** An operation that somebody runs by its hash, as `praetor operations export` writes it. */
export interface UsedOperation {
  readonly partner: string;
  readonly name: string;
  readonly body: string;
  /** Null when it is not known. */
  readonly usage: { readonly count: string; readonly lastUsedAt: string | null } | null;
}

/** A breaking change that was meant. */
export interface AcceptedChange {
  /** In the words in which it was reported. */
  readonly change: string;
  readonly reason: string;
  /** The operations that are known to break by it, each as `partner: name`. */
  readonly breaks?: readonly string[];
}

export interface Judgement {
  /** Why the schema cannot be released as it is, one sentence each. */
  readonly problems: readonly string[];
  /** What fails nothing but should be known. */
  readonly warnings: readonly string[];
}

export interface Comparison {
  readonly released: GraphQLSchema;
  readonly current: GraphQLSchema;
  readonly operations: readonly UsedOperation[];
  readonly accepted: readonly AcceptedChange[];
}

/** What a client sees now against what it was released to see (graphql-js, `findBreakingChanges`). */
export function judgeChanges({ released, current, operations, accepted }: Comparison): Judgement {
  const breaking = findBreakingChanges(released, current).map(({ description }) => description);
  const meant = new Map(accepted.map((one) => [one.change, one]));
  const known = new Set(accepted.flatMap(({ breaks = [] }) => breaks));
  const broken = brokenBy(current, operations);
  const isKnown = ({ operation }: Broken): boolean => known.has(nameOf(operation));
  return {
    problems: [
      ...breaking.filter((change) => !meant.has(change)).map((change) => `Breaking: ${change}`),
      ...broken.filter((one) => !isKnown(one)).map(textOf),
      ...accepted
        .filter(({ change }) => !breaking.includes(change))
        .map(({ change }) => `Accepted, but nothing breaks so: ${change}`),
      ...accepted.filter(({ reason }) => !reason?.trim()).map(({ change }) => `Accepted without a reason: ${change}`),
    ],
    warnings: [
      ...findDangerousChanges(released, current).map(({ description }) => `Dangerous: ${description}`),
      ...breaking.flatMap((change) => {
        const found = meant.get(change);
        return found ? [`Breaking, and meant: ${change} ${found.reason}`] : [];
      }),
      ...broken.filter(isKnown).map((one) => `Known: ${textOf(one)}`),
    ],
  };
}

interface Broken {
  readonly operation: UsedOperation;
  readonly errors: readonly string[];
}

function brokenBy(schema: GraphQLSchema, operations: readonly UsedOperation[]): Broken[] {
  return operations
    .map((operation) => ({ operation, errors: errorsOf(schema, operation.body) }))
    .filter(({ errors }) => errors.length > 0);
}

function errorsOf(schema: GraphQLSchema, body: string): string[] {
  try {
    return validate(schema, parse(body)).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

const nameOf = ({ partner, name }: UsedOperation): string => `${partner}: ${name}`;

function textOf({ operation, errors }: Broken): string {
  const { usage } = operation;
  const ran = usage?.lastUsedAt ? `ran ${usage.count} times, last at ${usage.lastUsedAt}` : 'never ran';
  return `Breaks "${nameOf(operation)}", which ${usage ? ran : 'is in use'}: ${errors.join(' ')}`;
}
