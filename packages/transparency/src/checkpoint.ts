/** Checkpoints: what a log commits to, in lines that are signed as a note (c2sp.org/tlog-checkpoint). */
import { decodeBase64, encodeBase64 } from './base64.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { openNote, signNote } from './note.ts';
import type { OpenedNote } from './note.ts';
import { isCount } from './path.ts';
import { emptyRoot, isHash, sameBytes } from './tree.ts';
import { rejected } from './verdict.ts';
import type { Verdict } from './verdict.ts';

export interface Checkpoint {
  /** Which log: a URL without its scheme, the same for the log's whole life. */
  readonly origin: string;
  /** The number of leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Lines after the root. Monitors cannot audit them: leave them out where possible. */
  readonly extensions?: readonly string[];
}

const sizePattern = /^(?:0|[1-9]\d*)$/;

/** The text that is signed. Throws a RangeError on a checkpoint that cannot be read back as it is. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions = [] } = checkpoint;
  const text = [origin, String(size), encodeBase64(root), ...extensions].map((line) => `${line}\n`).join('');
  const parsed = parseCheckpoint(text);
  if (!parsed.ok) throw new RangeError(parsed.reason);
  if (parsed.extensions.length !== extensions.length) throw new RangeError('A line of a checkpoint has no line breaks.');
  return text;
}

/** Reads the text of a checkpoint. Proves nothing: use {@link openCheckpoint} on anything from outside. */
export function parseCheckpoint(text: string): Verdict<Required<Checkpoint>> {
  if (!text.endsWith('\n')) return rejected('A checkpoint ends in a newline.');
  const [origin = '', sizeLine = '', rootLine = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '') return rejected('The checkpoint does not name its log.');
  const size = Number(sizeLine);
  if (!sizePattern.test(sizeLine) || !isCount(size)) return rejected('The tree size of the checkpoint is not a plain number.');
  const root = decodeBase64(rootLine);
  if (!isHash(root)) return rejected('The root of the checkpoint is not a SHA-256 hash in base64.');
  if (size === 0 && !sameBytes(root, emptyRoot))
    return rejected('The checkpoint of an empty tree has a root that is not its own.');
  if (extensions.includes('')) return rejected('The checkpoint has an empty line.');
  return { ok: true, origin, size, root, extensions };
}

/** A checkpoint as a log publishes it. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/** Opens a checkpoint of the log `origin` for someone who trusts the given keys. */
export function openCheckpoint(
  note: string,
  origin: string,
  trusted: readonly NoteVerifier[],
): Verdict<Required<Checkpoint> & Pick<OpenedNote, 'signedBy'>> {
  const opened = openNote(note, trusted);
  if (!opened.ok) return opened;
  const checkpoint = parseCheckpoint(opened.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.origin !== origin) return rejected(`The checkpoint is of the log ${checkpoint.origin}, not of ${origin}.`);
  return { ...checkpoint, signedBy: opened.signedBy };
}
