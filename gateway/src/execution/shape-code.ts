/** A value that was taken out for not being what the schema promises. */
export interface Completion {
  readonly message: string;
  /** From the value up to the root. */
  readonly path: (string | number)[];
}

/** Makes a part of the client's answer from data; null where that is not possible, which `found` then says. */
export type Shaper = (value: unknown, found: Completion[]) => unknown;

/** How a value is completed. */
export interface Value {
  readonly isNonNull: boolean;
  /** What a leaf must be: a built-in scalar's name, or the values of an enum; null: anything, as of a custom scalar. */
  readonly leaf: string | ReadonlySet<string> | null;
  /** Of objects and lists. */
  readonly shaper: Shaper | null;
}

/** A key of the answer: a constant, what makes the whole object invalid, or a value of the data. */
export type Field = { readonly key: string } & (
  | { readonly constant: string }
  | { readonly refused: string }
  | { readonly dataKey: string; readonly name: string; readonly value: Value }
);

/**
 * A function that is written for one selection set: every key is known, so the engine gives all its objects one shape, and neither
 * loops over fields nor looks names up. Names come from parsed GraphQL, and enter the text as JSON only.
 */
export function objectFunction(fields: readonly Field[]): Shaper {
  const constants = new Constants();
  const lines = fields.map((field, at) => fieldLines(field, `v${at}`, constants));
  const pairs = fields.map(({ key }, at) => `[${JSON.stringify(key)}]: v${at}`.replace(/^\["(?!__proto__")(\w+)"\]/, '"$1"'));
  return constants.compile(`(o, e) => {\nlet n;\n${lines.join('\n')}\nreturn { ${pairs.join(', ')} };\n}`);
}

/** The same for a list of values, each told by its index; one that may not be null and is takes the list with it. */
export function listFunction(name: string, value: Value): Shaper {
  const constants = new Constants();
  const lines = valueLines(
    { ...value, variable: 'v', key: 'i', name: `${JSON.stringify(`${name} at index `)} + i`, fail: 'isNull = true; continue;' },
    constants,
  );
  return constants.compile(`(o, e) => {
if (!Array.isArray(o)) { e.push({ message: ${JSON.stringify(`Expected a list where there is each ${name}.`)}, path: [] }); return null; }
let n, isNull = false;
const items = [];
for (let i = 0; i < o.length; i += 1) {
let v = o[i];
${lines}
items.push(v);
}
return isNull ? null : items;
}`);
}

function fieldLines(field: Field, variable: string, constants: Constants): string {
  if ('constant' in field) return `const ${variable} = ${JSON.stringify(field.constant)};`;
  const key = JSON.stringify(field.key);
  if ('refused' in field) return `e.push({ message: ${JSON.stringify(field.refused)}, path: [${key}] }); return null;`;
  const { value, dataKey, name } = field;
  const lines = valueLines({ ...value, variable, key, name: JSON.stringify(name), fail: 'return null;' }, constants);
  return `let ${variable} = o[${JSON.stringify(dataKey)}];\n${lines}`;
}

interface Completing extends Value {
  /** Holds the value, and is assigned what becomes of it. */
  readonly variable: string;
  /** An expression of the key or index under which it stands. */
  readonly key: string;
  /** An expression of what it is called in messages. */
  readonly name: string;
  /** What is done where it must not be null and is. */
  readonly fail: string;
}

function valueLines({ isNonNull, leaf, shaper, variable: v, key, name, fail }: Completing, constants: Constants): string {
  const push = (words: string): string => `e.push({ message: ${JSON.stringify(`${words} `)} + ${name} + ".", path: [${key}] });`;
  const whenNull = isNonNull ? `${push('Cannot return null for non-nullable')} ${fail}` : `${v} = null;`;
  const check = leaf === null ? null : leafCheck(leaf, v, constants);
  const whenWrong = `${push('Invalid value found for')} ${isNonNull ? fail : `${v} = null;`}`;
  if (!shaper) return `if (${v} == null) { ${whenNull} }${check ? ` else if (${check}) { ${whenWrong} }` : ''}`;
  return `if (${v} == null) { ${whenNull} } else {
n = e.length; ${v} = ${constants.add(shaper)}(${v}, e);
if (e.length !== n) for (; n < e.length; n += 1) e[n].path.push(${key});
${isNonNull ? `if (${v} === null) { ${fail} }` : ''}
}`;
}

/** An expression that is true of what is no such leaf. */
function leafCheck(leaf: string | ReadonlySet<string>, v: string, constants: Constants): string | null {
  if (typeof leaf !== 'string') return `!${constants.add(leaf)}.has(${v})`;
  switch (leaf) {
    case 'String':
      return `typeof ${v} !== "string"`;
    case 'ID':
      return `typeof ${v} !== "string" && !Number.isInteger(${v})`;
    case 'Int':
      return `!Number.isInteger(${v})`;
    case 'Float':
      return `!Number.isFinite(${v})`;
    case 'Boolean':
      return `typeof ${v} !== "boolean"`;
    default:
      return null;
  }
}

/** Values that a text refers to by name. */
class Constants {
  readonly #values: unknown[] = [];

  add(value: unknown): string {
    return `c${this.#values.push(value) - 1}`;
  }

  compile(text: string): (value: unknown, found: Completion[]) => unknown {
    const names = this.#values.map((_, at) => `c${at}`);
    // oxlint-disable-next-line typescript/no-implied-eval -- written from the schema's and the parser's names, each as JSON
    return new Function(...names, `"use strict"; return ${text};`)(...this.#values) as ReturnType<Constants['compile']>;
  }
}
