/**
 * The bytes of standard base64 (RFC 4648 §4), or undefined unless `text` is their one canonical spelling: a decoder that
 * forgives would let two different texts pass for the same signed thing.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
