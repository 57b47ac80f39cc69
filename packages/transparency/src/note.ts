/** Signed notes: a text and the signatures under it (c2sp.org/signed-note). */
import { decodeBase64 } from './base64.ts';
import { isKeyName } from './note-key.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { rejected } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A note whose text may be believed, and the keys that vouch for it. */
export interface OpenedNote {
  readonly text: string;
  readonly signedBy: readonly { readonly name: string; readonly id: string }[];
}

interface Signature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Buffer;
}

const signatureMark = '— ';
const idSize = 4;

/** Bounds on what a verifier will look at. The specification asks for at least 16 signatures. */
const maxSignatures = 100;
const maxLength = 1_000_000;

/** Writes a note. Throws a RangeError on a text that cannot be one: it ends in a newline and has no control characters. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text) || !text.endsWith('\n')) throw new RangeError('A note is well-formed text that ends in a newline.');
  if (signers.length === 0) throw new RangeError('A note needs a signature.');
  const message = Buffer.from(text, 'utf8');
  const lines = signers.map((signer) => {
    const signature = Buffer.concat([Buffer.from(signer.id, 'hex'), signer.sign(message)]);
    return `${signatureMark}${signer.name} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/**
 * Opens a note for someone who trusts the given keys. Signatures of other keys are ignored (a witness's, an older or newer key's);
 * one of a trusted key that does not verify condemns the note, and so does the absence of any that does.
 */
export function openNote(note: string, trusted: readonly NoteVerifier[]): Verdict<OpenedNote> {
  const parts = splitNote(note);
  if (!parts) return rejected('The text is not a signed note.');
  const message = Buffer.from(parts.text, 'utf8');
  const signedBy = new Map<string, { name: string; id: string }>();
  for (const { name, id, bytes } of parts.signatures) {
    const [verifier, another] = trusted.filter((key) => key.name === name && key.id === id);
    if (!verifier) continue;
    if (another) return rejected(`Two trusted keys are both named ${name}+${id}.`);
    if (!verifier.verify(message, bytes)) return rejected(`The signature of ${name}+${id} is not valid for this text.`);
    signedBy.set(`${name}+${id}`, { name, id });
  }
  if (signedBy.size === 0) return rejected('No trusted key has signed the note.');
  return { ok: true, text: parts.text, signedBy: [...signedBy.values()] };
}

function splitNote(note: string): { text: string; signatures: Signature[] } | undefined {
  if (note.length > maxLength || !isNoteText(note) || !note.endsWith('\n')) return undefined;
  const blankLine = note.lastIndexOf('\n\n');
  if (blankLine < 0) return undefined;
  const lines = note.slice(blankLine + 2, -1).split('\n');
  if (lines.length > maxSignatures) return undefined;
  const signatures: Signature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (!signature) return undefined;
    signatures.push(signature);
  }
  return { text: note.slice(0, blankLine + 1), signatures };
}

function parseSignature(line: string): Signature | undefined {
  if (!line.startsWith(signatureMark)) return undefined;
  const [name = '', encoded = '', ...more] = line.slice(signatureMark.length).split(' ');
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length <= idSize || more.length > 0) return undefined;
  return { name, id: bytes.toString('hex', 0, idSize), bytes: bytes.subarray(idSize) };
}

function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the specification forbids exactly these characters
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}
