import canonicalize from 'canonicalize';

/** The one JSON spelling of a value (RFC 8785). Throws on what JSON cannot say: NaN, bigint, lone surrogates, cycles, undefined. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no JSON form.`);
  return text;
}

/** The bytes that become a leaf: canonical JSON in UTF-8. */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalText(value), 'utf8');
}

/**
 * The value of a canonical JSON text, or undefined when the text is not canonical. A second spelling of the same value,
 * a repeated key or a number that JavaScript would round all fail.
 */
export function parseCanonical(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalText(value) === text ? { value } : undefined;
  } catch {
    return undefined;
  }
}
