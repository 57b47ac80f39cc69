/** Crockford's base32 in lower case, as TypeID 0.3 writes 128 bits: https://github.com/jetify-com/typeid/tree/main/spec */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** 26 characters hold 130 bits, of which the first two are zero. */
const suffix = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const values = new Uint8Array(128);
for (let at = 0; at < alphabet.length; at += 1) values[alphabet.charCodeAt(at)] = at;

export const isSuffix = (text: string): boolean => suffix.test(text);

/**
 * A TypeID's suffix as a UUID. Every event is looked up by several ids, so this does without the byte arrays that a library
 * goes through: two characters are two hex digits, then four characters are five, six times.
 */
export function uuidOfSuffix(text: string): string {
  if (!suffix.test(text)) throw new Error(`"${text}" is no suffix of a TypeID.`);
  let hex = digits(bits(text, 0, 2), 2);
  for (let at = 2; at < 26; at += 4) hex += digits(bits(text, at, at + 4), 5);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The other way round. */
export function suffixOfUuid(text: string): string {
  if (!uuid.test(text)) throw new Error(`"${text}" is no UUID.`);
  const hex = text.replaceAll('-', '');
  let found = characters(Number.parseInt(hex.slice(0, 2), 16), 2);
  for (let at = 2; at < 32; at += 5) found += characters(Number.parseInt(hex.slice(at, at + 5), 16), 4);
  return found;
}

function bits(text: string, from: number, to: number): number {
  let found = 0;
  for (let at = from; at < to; at += 1) found = (found << 5) | values[text.charCodeAt(at)]!;
  return found;
}

const digits = (number: number, count: number): string => number.toString(16).padStart(count, '0');

function characters(number: number, count: number): string {
  let found = '';
  for (let at = count - 1; at >= 0; at -= 1) found += alphabet[(number >> (5 * at)) & 31]!;
  return found;
}
