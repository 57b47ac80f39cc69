import { GraphQLError, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { impersonablePolicy, isImpersonable, publicPolicy, requirementText } from './requirement.ts';
import type { Alternatives, Requirement } from './requirement.ts';
import { federationRootFields } from './requirements.ts';
import type { Requirements } from './requirements.ts';
import { allow, rule, shield } from './shield.ts';
import { insufficientAuthentication, isProven, maxAgeOf, type Proof } from './step-up.ts';
import type { FieldGuard, Place, RuleTree, ShieldRule } from './shield.ts';

/** All that the rules know of the caller, found at `context.viewer` in both walls. */
export interface Viewer {
  readonly authenticated: boolean;
  readonly permissions: ReadonlySet<string>;
  /** Staff acts as this caller: no mutation is in reach but those that say they are. */
  readonly impersonating: boolean;
  /** How surely and lately they proved who they are; absent: not at all. */
  readonly proof?: Proof | undefined;
}

/** Who is assumed to ask when the context says nothing. */
export const anonymousViewer: Viewer = { authenticated: false, permissions: new Set(), impersonating: false };

/** The graphql-shield rule tree of a schema. Root fields without a declaration are denied to everybody. */
export function shieldRules(requirements: Requirements, schema: GraphQLSchema): RuleTree {
  const rules = new Rules();
  const roots = new Set([schema.getQueryType()?.name, schema.getMutationType()?.name, schema.getSubscriptionType()?.name]);
  const mutations = schema.getMutationType();
  const tree: RuleTree = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = roots.has(type.name);
    const ruled = Object.keys(type.getFields()).flatMap((field): [string, ShieldRule][] => {
      if (isRoot && federationRootFields.has(field)) return [[field, allow]];
      const requirement = requirements.get(`${type.name}.${field}`);
      return requirement ? [[field, rules.of(requirement, type === mutations)]] : [];
    });
    if (isRoot) ruled.push(['*', undeclared]);
    if (ruled.length > 0) tree[type.name] = Object.fromEntries(ruled);
  }
  return tree;
}

/** The tree compiled by graphql-shield, by coordinate; fields that anybody may read have no guard, and cost nothing. */
export function fieldGuards(requirements: Requirements, schema: GraphQLSchema): ReadonlyMap<string, FieldGuard> {
  const tree = shieldRules(requirements, schema);
  // `debug` is shield's name for handing on what resolvers throw instead of hiding it behind `fallbackError`.
  const fallbackError = new GraphQLError('You may not read this.', { extensions: { code: 'FORBIDDEN' } });
  const compiled = shield(tree, { debug: true, fallbackRule: allow, fallbackError }).generate(schema);
  const guards = new Map<string, FieldGuard>();
  for (const [type, fields] of Object.entries(compiled)) {
    for (const [field, guard] of Object.entries(fields)) {
      const found = tree[type]?.[field] ?? tree[type]?.['*'];
      if (found && found !== allow) guards.set(`${type}.${field}`, guard);
    }
  }
  return guards;
}

/** The rule of one requirement, for places that are not fields of an object: types of fragments, interfaces. */
export function ruleOf(requirement: Requirement, isMutation = false): ShieldRule {
  const outOfReach = isMutation && !isImpersonable(requirement);
  return rule(nameOf(requirement, isMutation), { cache: 'no_cache' })((_parent, _args, context, place) => {
    const viewer = viewerOf(context);
    if (outOfReach && viewer.impersonating) return impersonating(placeName(place));
    return fulfils(viewer, requirement) || denial(viewer, requirement, placeName(place));
  });
}

/** Whether this caller has what is required. */
export function fulfils(viewer: Viewer, { authenticated, scopes, policies }: Requirement): boolean {
  if (authenticated && !viewer.authenticated) return false;
  return holds(scopes, (scope) => viewer.permissions.has(scope)) && holds(policies, (policy) => fulfilsPolicy(viewer, policy));
}

/** The policies there are: everybody's, what impersonators may do, and a fresh proof. Nobody fulfils another. */
function fulfilsPolicy({ authenticated, proof }: Viewer, policy: string): boolean {
  const maxAge = maxAgeOf(policy);
  if (maxAge !== null) return isProven(proof, maxAge);
  return policy === publicPolicy || (policy === impersonablePolicy && authenticated);
}

/** Shield refuses two rules of one name, so equal requirements share one rule. Nothing is cached per context (see STYLE: subscriptions). */
class Rules {
  readonly #byText = new Map<string, ShieldRule>();

  of(requirement: Requirement, isMutation: boolean): ShieldRule {
    const text = nameOf(requirement, isMutation);
    const known = this.#byText.get(text) ?? ruleOf(requirement, isMutation);
    this.#byText.set(text, known);
    return known;
  }
}

const nameOf = (requirement: Requirement, isMutation: boolean): string =>
  `${requirementText(requirement)}${isMutation ? '; to change something' : ''}`;

const impersonating = (place: string): GraphQLError =>
  new GraphQLError(`${place} is out of reach while you act as someone else. They have to do it themselves.`, {
    extensions: { code: 'IMPERSONATION_FORBIDDEN' },
  });

const undeclared = rule('undeclared root field', { cache: 'no_cache' })(
  (_parent, _args, _context, place) =>
    new GraphQLError(`${placeName(place)} declares no permission, so nobody may use it.`, { extensions: { code: 'FORBIDDEN' } }),
);

function viewerOf(context: object): Viewer {
  const viewer: unknown = 'viewer' in context ? context.viewer : null;
  return isViewer(viewer) ? viewer : anonymousViewer;
}

function isViewer(value: unknown): value is Viewer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'authenticated' in value &&
    'permissions' in value &&
    value.permissions instanceof Set &&
    'impersonating' in value
  );
}

function holds(alternatives: Alternatives | null, has: (name: string) => boolean): boolean {
  return alternatives === null || alternatives.some((conjunction) => conjunction.every(has));
}

function placeName({ parentType, fieldName }: Place): string {
  return fieldName ? `${parentType.name}.${fieldName}` : parentType.name;
}

function denial(viewer: Viewer, requirement: Requirement, place: string): GraphQLError {
  const { proof } = viewer;
  if (proof && proof.ageSeconds !== null) {
    // Only who lacks nothing but proof is asked for proof. What is withheld takes a second factor to get.
    const lately = { ...viewer, proof: { ...proof, ageSeconds: 0, assurance: proof.full } };
    const strongly = { ...lately, permissions: new Set([...viewer.permissions, ...proof.withheld]) };
    if (fulfils(lately, requirement)) return insufficientAuthentication(place, proof.full, maxAgeIn(requirement));
    if (fulfils(strongly, requirement)) return insufficientAuthentication(place, Math.max(2, proof.full), maxAgeIn(requirement));
  }
  const needs = `${place} needs ${requirementText(requirement)}`;
  return viewer.authenticated
    ? new GraphQLError(`${needs}. None of your roles gives it: ask an administrator.`, { extensions: { code: 'FORBIDDEN' } })
    : new GraphQLError(`${needs}. Sign in first.`, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** The age that would do, in seconds: the highest of the alternatives. Null when no fresh proof is asked for. */
function maxAgeIn({ policies }: Requirement): number | null {
  const ages = (policies ?? []).flatMap((conjunction) => {
    const asked = conjunction.map(maxAgeOf).filter((age) => age !== null);
    return asked.length ? [Math.min(...asked)] : [];
  });
  return ages.length ? Math.max(...ages) : null;
}
