import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
  type OperationTypeNode,
} from 'graphql';

/** An operation in text, with its variables. */
export interface Generated {
  readonly query: string;
  readonly variables: Readonly<Record<string, boolean>>;
}

/** Objects within objects: more than there are between an object, its connection, an edge and what that leads to. */
const deepest = 7;

/** The conditions of `@skip` and `@include`: all of their combinations come up. */
const conditions = ['a', 'b', 'c'] as const;

/** A plain query says nothing twice, and has no fragments but of the types of an interface or union. */
export type Kind = 'plain query' | 'query' | 'mutation' | 'subscription';

/** Any operation on a schema: aliases, arguments, fragments of each kind and conditions. Mostly a valid one: validate it. */
export function generateOperation(schema: GraphQLSchema, g: GeneratorValue, kind: Kind): Generated {
  const root = schema.getRootType((kind === 'plain query' ? 'query' : kind) as OperationTypeNode);
  if (!root) throw new Error('There is nothing to ask.');
  const { text, fragments } = new Writer(schema, g, kind).write(root);
  const used = conditions.filter((name) => [text, ...fragments].some((one) => one.includes(`$${name})`)));
  const definitions = used.length > 0 ? `(${used.map((name) => `$${name}: Boolean!`).join(', ')})` : '';
  const variables = Object.fromEntries(used.map((name) => [name, g(fc.boolean)]));
  return { query: [`${kind === 'plain query' ? 'query' : kind} ${definitions} ${text}`, ...fragments].join('\n'), variables };
}

/** What every object has by its prototype. */
const inheritedNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'] as const;

/** fast-check would prefer small numbers: then what is seldom is not, and the first fields are all that is asked for. */
const unbiased = (max: number) => fc.noBias(fc.nat({ max }));

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #g: GeneratorValue;
  readonly #isPlain: boolean;
  readonly #isOfOneField: boolean;
  readonly #fragments: string[] = [];
  #aliases = 0;
  #left = 50;

  constructor(schema: GraphQLSchema, g: GeneratorValue, kind: Kind) {
    this.#schema = schema;
    this.#g = g;
    this.#isPlain = kind === 'plain query';
    this.#isOfOneField = kind === 'subscription';
  }

  write(root: GraphQLCompositeType): { text: string; fragments: readonly string[] } {
    if (!this.#isOfOneField) return { text: this.#set(root, 0), fragments: this.#fragments };
    const field = this.#pick(Object.values('getFields' in root ? root.getFields() : {}));
    if (!field) throw new Error('There is nothing to subscribe to.');
    const inner = getNamedType(field.type) as GraphQLCompositeType;
    return { text: `{ ${field.name}${this.#args(field)} ${this.#set(inner, 1)} }`, fragments: this.#fragments };
  }

  /** One chance in so many. */
  #seldom(times: number): boolean {
    return this.#g(unbiased, times - 1) === 0;
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#g(unbiased, items.length - 1)];
  }

  #set(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: 1 + this.#g(unbiased, depth === 0 ? 3 : 4) }, () => this.#selection(type, depth));
    return `{ ${(this.#isPlain ? withoutRepetition(parts) : parts).join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    this.#left -= 1;
    if (this.#left < 0) return '__typename';
    if (depth > 0 && (isAbstractType(type) ? !this.#seldom(3) : this.#seldom(8))) return this.#fragment(type, depth);
    if (isUnionType(type) || this.#seldom(8)) return `${this.#alias('', '__typename')}__typename${this.#condition()}`;
    const fields = Object.values(type.getFields()).filter(isAnswerable);
    const [leaves, composite] = [fields.filter((one) => !isComposite(one)), fields.filter(isComposite)];
    // Down to where subgraphs meet: among many fields, few lead there.
    const isDown = depth < deepest && (leaves.length === 0 || !this.#seldom(2));
    const field = this.#pick(isDown && composite.length > 0 ? composite : leaves);
    if (!field) return '__typename';
    const args = this.#args(field);
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.#set(named, depth + 1)}` : '';
    return `${this.#alias(args, field.name)}${field.name}${args}${this.#condition()}${inner}`;
  }

  /** Fields with arguments are told apart by an alias; some others are given one, and some of those the name of a key. */
  #alias(args: string, name: string): string {
    if (args === '' && !this.#seldom(6)) return '';
    const keys = ['id', 'weight', name, ...inheritedNames];
    return this.#seldom(4) ? `${this.#pick(keys)}: ` : `a${(this.#aliases += 1)}: `;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    if (this.#isPlain) return this.#plainFragment(type, depth);
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : type.getInterfaces();
    const on = this.#pick([type, ...possible]) ?? type;
    const set = this.#set(on, depth + 1);
    if (on === type && this.#seldom(2)) return `...${this.#condition() || ' '}${set}`;
    if (this.#seldom(3)) return `... on ${on.name}${this.#condition()} ${set}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${set}`);
    return `...${name}${this.#condition()}${this.#seldom(3) ? ` ...${name}` : ''}`;
  }

  #plainFragment(type: GraphQLCompositeType, depth: number): string {
    const on = isAbstractType(type) ? this.#pick(this.#schema.getPossibleTypes(type)) : undefined;
    return on ? `... on ${on.name} ${this.#set(on, depth + 1)}` : '__typename';
  }

  #condition(): string {
    if (!this.#seldom(6)) return '';
    return ` @${this.#pick(['skip', 'include'])}(if: ${this.#seldom(6) ? this.#g(fc.boolean) : `$${this.#pick(conditions)}`})`;
  }

  #args({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter((one) => isRequired(one) || this.#seldom(3));
    const texts = given.map(({ name, type }) => `${name}: ${this.#input(type, 0)}`);
    return texts.length > 0 ? `(${texts.join(', ')})` : '';
  }

  #input(type: GraphQLInputType, depth: number): string {
    if (isNonNullType(type)) return this.#input(type.ofType, depth);
    if (isListType(type)) return `[${this.#input(type.ofType, depth)}]`;
    if (isEnumType(type)) return this.#pick(type.getValues())?.name ?? 'null';
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((one) => isRequired(one) || (depth < 2 && this.#seldom(4)));
      const chosen = type.isOneOf ? Object.values(type.getFields()).slice(0, 1) : fields;
      return `{ ${chosen.map((one) => `${one.name}: ${this.#input(one.type, depth + 1)}`).join(', ')} }`;
    }
    const literals: Record<string, string> = { Int: '3', Float: '1.5', Boolean: 'true' };
    return literals[type.name] ?? '"k1"';
  }
}

/** Each key once, and each type's fragment once. */
function withoutRepetition(parts: readonly string[]): string[] {
  const keyOf = (part: string): string => /^(?:\.\.\. on )?\w+/.exec(part)?.[0] ?? part;
  return [...new Map(parts.map((part) => [keyOf(part), part])).values()];
}

const isRequired = ({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>): boolean =>
  isNonNullType(type) && defaultValue === undefined;

const isComposite = ({ type }: GraphQLField<unknown, unknown>): boolean => isCompositeType(getNamedType(type));

const isAnswerable = ({ name }: GraphQLField<unknown, unknown>): boolean => !name.startsWith('_');
