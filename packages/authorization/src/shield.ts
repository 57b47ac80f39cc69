import { createRequire } from 'node:module';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';

/**
 * The one module that loads graphql-shield and graphql-middleware. Shield 7.6.5 calls `util.isUndefined`, which Node
 * removed in 23, and its ES module build cannot be mended from outside: both are loaded as CommonJS, after giving
 * `util` that function back.
 */
const require = createRequire(import.meta.url);
const util: { isUndefined?: (value: unknown) => boolean } = require('node:util');
util.isUndefined ??= (value) => value === undefined;

/** What a rule may know of the place it guards: enough to name it, and nothing that a gateway lacks before planning. */
export type Place = Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>;
export type RuleVerdict = boolean | string | Error;
type RuleFunction = (parent: unknown, args: unknown, context: object, place: Place) => RuleVerdict | Promise<RuleVerdict>;

/** A graphql-shield rule. */
export interface ShieldRule {
  resolve(parent: object, args: object, context: object, place: Place, options: object): Promise<RuleVerdict>;
}

/** Type → field → rule; `*` stands for the fields of the type that are not named. */
export type RuleTree = Record<string, Record<string, ShieldRule>>;

/** A compiled guard: runs `resolve` when the rule allows, else returns the rule's error. */
export type FieldGuard = (
  resolve: (...replaced: unknown[]) => unknown,
  parent: unknown,
  args: object,
  context: object,
  place: Place,
) => Promise<unknown>;
export type FieldGuards = Record<string, Record<string, FieldGuard>>;

interface ShieldOptions {
  /** Lets errors of resolvers through as they are. Otherwise shield replaces them by `fallbackError`. */
  debug: boolean;
  fallbackRule: ShieldRule;
  fallbackError: Error;
}

interface Shield {
  shield(rules: RuleTree, options: ShieldOptions): { generate(schema: GraphQLSchema): FieldGuards };
  rule(name: string, options: { cache: 'no_cache' | 'contextual' | 'strict' }): (decide: RuleFunction) => ShieldRule;
  allow: ShieldRule;
  deny: ShieldRule;
}

interface Middleware {
  applyMiddleware(schema: GraphQLSchema, ...guards: FieldGuards[]): GraphQLSchema;
}

export const { shield, rule, allow, deny }: Shield = require('graphql-shield');
export const { applyMiddleware }: Middleware = require('graphql-middleware');
