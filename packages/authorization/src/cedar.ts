import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarValueJson, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyDecision } from '@praetor/contracts/envelope';
import type { Actor } from '@praetor/identity/actor';

/** A value a policy may compare. A `bigint` beyond 2^53 fits no request, and so is denied. */
export type Attribute = string | number | bigint | boolean | readonly string[];

/** A thing and the facts about it that policies may use. `undefined` and `null` facts are left out. */
export interface PolicyEntity {
  /** Entity type of the schema, without the namespace: `Dispute`. */
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, Attribute | null | undefined>>;
}

export interface PolicyRequest {
  readonly principal: PolicyEntity;
  /** Action of the schema, without the namespace: `DecideDispute`. */
  readonly action: string;
  readonly resource: PolicyEntity;
  readonly context?: Readonly<Record<string, Attribute | null | undefined>>;
}

export interface PolicyEngine {
  readonly version: string;
  /** Never throws: what cannot be decided is denied, and told to `onError`. */
  decide(request: PolicyRequest): PolicyDecision;
}

export interface PolicyTexts {
  /** Cedar policies, each with an `@id` of its own. */
  readonly policies: string;
  /** Cedar schema of namespace `Praetor`. */
  readonly schema: string;
  /** Default: a prefix of the SHA-256 of both texts. */
  readonly version?: string;
  readonly onError?: (problem: string) => void;
}

/** The texts do not parse, or the policies do not fit the schema. */
export class InvalidPolicies extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The policies cannot be used. ${problems.join(' ')}`);
    this.problems = problems;
  }
}

const namespace = 'Praetor';
/** Cedar keeps parsed texts by name for the whole process: each engine needs names of its own. */
let engines = 0;

/** Parses and validates the texts once; decisions then use the parsed form. */
export function createPolicyEngine({
  policies,
  schema,
  version = versionOf(policies, schema),
  onError,
}: PolicyTexts): PolicyEngine {
  const staticPolicies = policiesById(policies);
  throwProblems(validationProblems(staticPolicies, schema));
  const name = `praetor-${version}-${++engines}`;
  throwProblems(problemsOf(cedar.preparseSchema(name, schema)));
  throwProblems(problemsOf(cedar.preparsePolicySet(name, { staticPolicies })));
  return {
    version,
    decide(request) {
      const { effect, deciding, problem } = answer(name, request);
      if (problem) onError?.(`${request.action}: ${problem}`);
      return { effect, action: request.action, policies: deciding, policyVersion: version };
    },
  };
}

/** The engine over the policies that every tenant starts with. */
export function defaultPolicyEngine(onError?: (problem: string) => void): PolicyEngine {
  return createPolicyEngine({ ...defaultPolicies(), ...(onError && { onError }) });
}

/** The committed default policies and their schema. */
export function defaultPolicies(): { policies: string; schema: string } {
  const read = (name: string): string => readFileSync(new URL(`../policies/${name}`, import.meta.url), 'utf8');
  return { policies: read('praetor.cedar'), schema: read('praetor.cedarschema') };
}

/** The actor of a command as policies see it. */
export function principalOf({ kind, id, tenantId, roles, assurance, impersonatorId }: Actor): PolicyEntity {
  return {
    type: 'Actor',
    id: `${kind}:${id ?? ''}`,
    attributes: { kind, id: id ?? '', tenant: tenantId, roles, assurance, impersonator: impersonatorId },
  };
}

interface Answer {
  readonly effect: 'allow' | 'deny';
  readonly deciding: string[];
  readonly problem: string | null;
}

function answer(name: string, request: PolicyRequest): Answer {
  try {
    const result = cedar.statefulIsAuthorized({
      principal: uid(request.principal.type, request.principal.id),
      action: uid('Action', request.action),
      resource: uid(request.resource.type, request.resource.id),
      context: facts(request.context ?? {}),
      entities: [entity(request.principal), entity(request.resource)],
      preparsedPolicySetId: name,
      preparsedSchemaName: name,
      validateRequest: true,
    });
    if (result.type === 'failure') return { effect: 'deny', deciding: [], problem: messages(result.errors).join(' ') };
    const { decision, diagnostics } = result.response;
    const deciding = [...diagnostics.reason].sort();
    if (diagnostics.errors.length === 0) return { effect: decision, deciding, problem: null };
    // Cedar passes over a policy that fails. It may have been the one that forbids.
    const failed = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
    return { effect: 'deny', deciding: diagnostics.errors.map(({ policyId }) => policyId).sort(), problem: failed.join(' ') };
  } catch (error) {
    return { effect: 'deny', deciding: [], problem: String(error) };
  }
}

/** Every policy under its `@id`, which is what decisions name. */
function policiesById(text: string): Record<string, string> {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new InvalidPolicies(messages(parts.errors));
  const problems = parts.policy_templates.map(() => 'Templates are not supported.');
  const byId: Record<string, string> = {};
  for (const policy of parts.policies) {
    const parsed = cedar.policyToJson(policy);
    const id = parsed.type === 'success' ? parsed.json.annotations?.['id'] : undefined;
    if (!id) problems.push(`Give this policy an @id: ${policy}`);
    else if (Object.hasOwn(byId, id)) problems.push(`Two policies have the @id "${id}".`);
    else byId[id] = policy;
  }
  throwProblems(problems);
  return byId;
}

function validationProblems(staticPolicies: Record<string, string>, schema: string): string[] {
  const result = cedar.validate({ schema, policies: { staticPolicies }, validationSettings: { mode: 'strict' } });
  if (result.type === 'failure') return messages(result.errors);
  return [...result.validationErrors, ...result.validationWarnings].map(
    ({ policyId, error }) => `${policyId}: ${error.message}.`,
  );
}

function versionOf(policies: string, schema: string): string {
  return `sha256:${createHash('sha256').update(schema).update('\0').update(policies).digest('hex').slice(0, 16)}`;
}

function entity({ type, id, attributes }: PolicyEntity): EntityJson {
  return { uid: uid(type, id), attrs: facts(attributes), parents: [] };
}

function uid(type: string, id: string): { type: string; id: string } {
  return { type: `${namespace}::${type}`, id };
}

function facts(attributes: Readonly<Record<string, Attribute | null | undefined>>): Record<string, CedarValueJson> {
  const known = Object.entries(attributes).flatMap(([name, value]) =>
    value == null ? [] : [[name, factOf(name, value)] as const],
  );
  return Object.fromEntries(known);
}

function factOf(name: string, value: Attribute): CedarValueJson {
  if (typeof value === 'object') return [...value];
  if (typeof value !== 'bigint' && typeof value !== 'number') return value;
  if (!Number.isSafeInteger(Number(value))) throw new RangeError(`${name} is not a whole number that can be compared exactly.`);
  return Number(value);
}

function problemsOf(result: cedar.CheckParseAnswer): string[] {
  return result.type === 'failure' ? messages(result.errors) : [];
}

function messages(errors: readonly cedar.DetailedError[]): string[] {
  return errors.map(({ message, help }) => (help ? `${message} (${help}).` : `${message}.`));
}

function throwProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new InvalidPolicies(problems);
}
