import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { Condition, Model } from './model.ts';

/** What a condition may ask about. What is not known is `''` or 0. Amounts are in whole minor units of `currency`. */
export const conditionFacts = {
  action: 'string',
  tier: 'string',
  risk: 'string',
  verification: 'string',
  currency: 'string',
  country: 'string',
  paymentMethod: 'string',
  score: 'int',
  amount: 'int',
  activeListings: 'int',
  accountAgeDays: 'int',
} as const;
type Types = { string: string; int: number };
export type ConditionFacts = { readonly [Name in keyof typeof conditionFacts]: Types[(typeof conditionFacts)[Name]] };

export const longestCondition = 500;

const environment = Object.entries(conditionFacts).reduce(
  (known, [name, type]) => known.registerVariable(name, type),
  new Environment({ limits: { maxAstNodes: 200, maxDepth: 40, maxListElements: 100 } }),
);

/**
 * What is wrong with a condition; null when it can be used. Only facts, literals, `== != < <= > >= in && || !` and parentheses:
 * so it always ends, never fails, costs at most its length, and is easily evaluated elsewhere to the same end.
 */
export function conditionProblem(when: string): string | null {
  if (when.length > longestCondition) return `Use at most ${longestCondition} characters.`;
  try {
    const parsed = environment.parse(when);
    const { valid, type, error } = parsed.check();
    if (!valid) return firstLine(error?.message ?? 'It cannot be understood.');
    if (type !== 'bool') return `It has to be true or false, and is ${type ?? 'neither'}.`;
    return problemIn(parsed.ast);
  } catch (error) {
    return firstLine(error instanceof Error ? error.message : String(error));
  }
}

const firstLine = (message: string): string => message.split('\n', 1)[0]!;

/** Orderings are of numbers: what order texts are in, languages disagree about. */
function problemIn({ op, args }: ASTNode): string | null {
  if (op === '&&' || op === '||') return problemIn(args[0]) ?? problemIn(args[1]);
  if (op === '!_') return problemIn(args);
  if (op === '==' || op === '!=') return args.every(isAtom) ? null : `Compare facts and literals with ${op}, nothing else.`;
  if (op === '<' || op === '<=' || op === '>' || op === '>=')
    return args.every(isNumber) ? null : `Compare numbers with ${op}, nothing else.`;
  if (op === 'in')
    return isAtom(args[0]) && args[1].op === 'list' && args[1].args.every(isLiteral) ? null : 'Write `fact in [literal, …]`.';
  return op === 'value' ? null : `A condition cannot use ${op}.`;
}

const isLiteral = ({ op, args }: ASTNode): boolean =>
  op === 'value'
    ? typeof args === 'string' || typeof args === 'bigint'
    : op === '-_' && isLiteral(args) && typeof args.args === 'bigint';
const isAtom = (node: ASTNode): boolean => node.op === 'id' || isLiteral(node);
const isNumber = (node: ASTNode): boolean =>
  node.op === 'id'
    ? conditionFacts[node.args as keyof typeof conditionFacts] === 'int'
    : isLiteral(node) && !(node.op === 'value' && typeof node.args === 'string');

type Test = (facts: Record<string, unknown>) => unknown;
const compiled = new WeakMap<Model, readonly { readonly condition: Condition; readonly test: Test }[]>();

/** The conditions of a model that hold, in its order. */
export function heldConditions(model: Model, facts: ConditionFacts): Condition[] {
  const { conditions = [] } = model;
  if (!conditions.length) return [];
  const tests =
    compiled.get(model) ?? conditions.map((condition) => ({ condition, test: environment.parse(condition.when) as Test }));
  compiled.set(model, tests);
  const whole = Object.fromEntries(Object.entries(facts).map(([name, of]) => [name, typeof of === 'number' ? BigInt(of) : of]));
  return tests.filter(({ test }) => test(whole) === true).map(({ condition }) => condition);
}
