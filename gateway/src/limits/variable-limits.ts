import { coded } from '../errors.ts';

const maxDepth = 20;
const maxValues = 10_000;

/**
 * Throws GRAPHQL_VARIABLE_LIMIT for variables that are nested deeper, or hold more values, than anything asks for: all that
 * comes later walks them by recursion.
 */
export function assertVariablesWithin(variables: Readonly<Record<string, unknown>>): void {
  let level: unknown[] = [variables];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw exceeded(`are nested deeper than ${maxDepth} levels`);
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value);
      count += inner.length;
      if (count > maxValues) throw exceeded(`hold more than ${maxValues} values`);
      below.push(...inner);
    }
    level = below;
  }
}

const exceeded = (what: string) =>
  coded('GRAPHQL_VARIABLE_LIMIT', `The variables ${what}. Send them in parts.`, { http: { status: 400 } });

const maxBodyDepth = maxDepth + 5;
const maxBodyValues = 3 * maxValues;
const [quote, backslash, comma] = ['"', '\\', ','].map((character) => character.charCodeAt(0));
const opening: ReadonlySet<number> = new Set(['{', '['].map((character) => character.charCodeAt(0)));
const closing: ReadonlySet<number> = new Set(['}', ']'].map((character) => character.charCodeAt(0)));

/** The same of a whole body, before it is parsed: a scan costs a tenth of what making its objects does. */
export function assertJsonWithin(body: Uint8Array): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte === quote) at = endOfString(body, at);
    else if (byte === comma) values += 1;
    else if (opening.has(byte)) depth += 1;
    else if (closing.has(byte)) depth -= 1;
    if (depth > maxBodyDepth) throw exceeded(`are nested deeper than ${maxDepth} levels`);
    if (values > maxBodyValues) throw exceeded(`hold more than ${maxValues} values`);
  }
}

function endOfString(body: Uint8Array, start: number): number {
  for (let at = start + 1; at < body.length; at++) {
    if (body[at] === backslash) at += 1;
    else if (body[at] === quote) return at;
  }
  return body.length;
}
