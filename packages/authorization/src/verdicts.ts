import { GraphQLError, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLInterfaceType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { Lru } from './lru.ts';
import type { Requirements } from './requirements.ts';
import { fieldGuards, ruleOf } from './rules.ts';
import { isProven, maxAgeOf, type Proof } from './step-up.ts';
import type { Viewer } from './rules.ts';
import type { FieldGuard, Place } from './shield.ts';

/** Coordinates (`Type.field`, `Type`) that a viewer may not read, each with graphql-shield's own error. */
export type Denied = ReadonlyMap<string, Error>;

export interface Verdicts {
  /** Equal for viewers who are allowed the same: which of the permissions that the schema speaks of they hold. */
  signature(viewer: Viewer): string;
  deniedTo(viewer: Viewer): Promise<Denied>;
}

const rememberedViewers = 1_000;

/**
 * Asks graphql-shield's compiled rules about every guarded coordinate once per signature. The guards are called as
 * graphql-middleware would call them, over an empty parent and empty arguments: rules speak of the caller alone.
 */
export function createVerdicts(schema: GraphQLSchema, requirements: Requirements): Verdicts {
  const guards = guardsOfSchema(schema, requirements);
  const permissions = permissionsIn(requirements);
  const known = new Lru<string, Promise<Denied>>(rememberedViewers);
  const ages = [...new Set([...requirements.values()].flatMap(({ policies }) => policies?.flat() ?? []).map(maxAgeOf))];
  const signature = ({ authenticated, impersonating, permissions: held, proof }: Viewer): string =>
    [
      authenticated ? '+' : '-',
      impersonating ? '!' : '',
      permissions.filter((permission) => held.has(permission)).join(),
      ...(proof ? [proofSignature(proof, permissions, ages)] : []),
    ].join('');
  return { signature, deniedTo: (viewer) => known.take(signature(viewer), () => ask(guards, viewer)) };
}

/** What of a proof decides: not its age, but for what it is too old. */
function proofSignature(proof: Proof, permissions: readonly string[], ages: readonly (number | null)[]): string {
  const proven = ages.map((age) => (age !== null && isProven(proof, age) ? 1 : 0)).join('');
  const withheld = permissions.filter((permission) => proof.withheld.has(permission)).join();
  return `|${proof.full}${proof.ageSeconds === null ? 'n' : 'y'}${proven}|${withheld}`;
}

type Question = readonly [coordinate: string, guard: FieldGuard, place: Place];

async function ask(guards: readonly Question[], viewer: Viewer): Promise<Denied> {
  const answers = await Promise.all(
    guards.map(async ([coordinate, guard, place]) => [coordinate, await guard(() => true, {}, {}, { viewer }, place)] as const),
  );
  return new Map(answers.flatMap(([coordinate, answer]) => (answer === true ? [] : [[coordinate, errorOf(answer)]])));
}

function errorOf(answer: unknown): Error {
  return answer instanceof Error ? answer : new GraphQLError('You may not read this.', { extensions: { code: 'FORBIDDEN' } });
}

function guardsOfSchema(schema: GraphQLSchema, requirements: Requirements): Question[] {
  const ofFields = fieldGuards(requirements, schema);
  return Object.values(schema.getTypeMap()).flatMap((type): Question[] => {
    const ofType = guardOf(requirements, type, '');
    const whole: Question[] = ofType ? [ofType] : [];
    if (isInterfaceType(type)) return [...whole, ...interfaceFields(requirements, type)];
    if (!isObjectType(type)) return whole;
    return [
      ...whole,
      ...Object.keys(type.getFields()).flatMap((fieldName): Question[] => {
        const guard = ofFields.get(`${type.name}.${fieldName}`);
        return guard ? [[`${type.name}.${fieldName}`, guard, { parentType: type, fieldName }]] : [];
      }),
    ];
  });
}

/** Shield compiles rules for object types only; what an interface requires is asked of the same rules directly. */
function interfaceFields(requirements: Requirements, type: GraphQLInterfaceType): Question[] {
  return Object.keys(type.getFields()).flatMap((field): Question[] => {
    const guard = guardOf(requirements, type, field);
    return guard ? [guard] : [];
  });
}

function guardOf(requirements: Requirements, type: GraphQLNamedType, fieldName: string): Question | null {
  const coordinate = fieldName ? `${type.name}.${fieldName}` : type.name;
  const requirement = requirements.get(coordinate);
  if (!requirement) return null;
  const rule = ruleOf(requirement);
  const place: Place = { parentType: type as Place['parentType'], fieldName };
  return [coordinate, (_resolve, _parent, args, context) => rule.resolve({}, args, context, place, {}), place];
}

function permissionsIn(requirements: Requirements): string[] {
  const named = [...requirements.values()].flatMap(({ scopes }) => scopes?.flat() ?? []);
  return [...new Set(named)].sort();
}
