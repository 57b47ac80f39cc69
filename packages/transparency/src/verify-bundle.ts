import { parseCanonical } from './canonical.ts';
import { parseBundle } from './bundle.ts';
import type { BundleParts } from './bundle.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { MalformedKey, parseVerifierKey } from './note-key.ts';
import type { NoteVerifier } from './note-key.ts';
import { verifyConsistency, verifyInclusion } from './proof.ts';
import { leafHash, sameBytes } from './tree.ts';
import { rejected } from './verdict.ts';
import type { Rejected, Verdict } from './verdict.ts';

/** What the verifier knows apart from the bundle. */
export interface Expectation {
  /** The log's origin, when it is not the name of the verifier key. */
  readonly origin?: string;
  /** A signed checkpoint the verifier kept from an earlier visit: the bundle must show that the log only grew since. */
  readonly checkpoint?: string;
}

/** Where a bundle failed, in the order of the checks. */
export type BundleStep = 'key' | 'bundle' | 'entry' | 'checkpoint' | 'inclusion' | 'consistency';

/** What a good bundle establishes: the signers say the log had this entry at this place when it had `treeSize` leaves. */
export interface BundleProven {
  readonly ok: true;
  readonly origin: string;
  /** The parsed entry. */
  readonly entry: unknown;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly root: Uint8Array;
  /** The size since which the log is shown to have only grown, when the bundle shows it. */
  readonly consistentSince?: number;
}

export type BundleVerdict = BundleProven | (Rejected & { readonly step: BundleStep });

/**
 * Verifies a bundle offline against the log's public key. A log's key bears the log's origin as its name (C2SP advises it),
 * so the key alone says which log is meant: a bundle of another log, signed with the same secret, is refused.
 * Never throws.
 */
export function verifyBundle(bundle: unknown, verifierKey: string, expected: Expectation = {}): BundleVerdict {
  const key = readKey(verifierKey);
  if (!key.ok) return failed('key', key.reason);
  const parsed = parseBundle(bundle);
  if (!parsed.ok) return failed('bundle', parsed.reason);
  const { parts } = parsed;
  const origin = expected.origin ?? key.verifier.name;
  if (parts.origin !== origin) return failed('bundle', `The bundle is of the log ${parts.origin}, not of ${origin}.`);
  const entry = parseCanonical(parts.entry);
  if (!entry) return failed('entry', 'The entry is not canonical JSON (RFC 8785).');
  const checkpoint = openCheckpoint(parts.checkpoint, origin, [key.verifier]);
  if (!checkpoint.ok) return failed('checkpoint', checkpoint.reason);
  const inclusion = verifyEntry(parts, checkpoint);
  if (!inclusion.ok) return failed('inclusion', inclusion.reason);
  const growth = verifyGrowth(parts, checkpoint, expected, key.verifier);
  if (!growth.ok) return failed('consistency', growth.reason);
  const { leafIndex, treeSize } = parts;
  const since = growth.since === undefined ? {} : { consistentSince: growth.since };
  return { ok: true, origin, entry: entry.value, leafIndex, treeSize, root: checkpoint.root, ...since };
}

function verifyEntry({ entry, leafIndex, treeSize, inclusionProof }: BundleParts, { size, root }: Checkpoint): Verdict {
  if (treeSize !== size) return rejected(`The proof is for ${treeSize} leaves, the checkpoint for ${size}.`);
  const hash = leafHash(Buffer.from(entry, 'utf8'));
  return verifyInclusion({ leafHash: hash, index: leafIndex, size, root, proof: inclusionProof });
}

/** That the log only grew: since the older checkpoint in the bundle, and since the one the verifier kept. */
function verifyGrowth(
  { consistency, origin }: BundleParts,
  newer: Checkpoint,
  expected: Expectation,
  verifier: NoteVerifier,
): Verdict<{ since?: number }> {
  let older: Checkpoint | undefined;
  if (consistency) {
    const opened = openCheckpoint(consistency.checkpoint, origin, [verifier]);
    if (!opened.ok) return rejected(`The older checkpoint: ${opened.reason}`);
    older = opened;
    const { size: from, root: fromRoot } = older;
    const growth = verifyConsistency({ from, fromRoot, to: newer.size, toRoot: newer.root, proof: consistency.proof });
    if (!growth.ok) return growth;
  }
  if (expected.checkpoint !== undefined) {
    const kept = openCheckpoint(expected.checkpoint, origin, [verifier]);
    if (!kept.ok) return rejected(`The checkpoint you kept: ${kept.reason}`);
    const reach = verifyReach(kept, older ? [older, newer] : [newer]);
    if (!reach.ok) return reach;
    older ??= kept;
  }
  return older ? { ok: true, since: older.size } : { ok: true };
}

/** That the kept checkpoint is one of those the bundle speaks of. Every tree grows out of the empty one. */
function verifyReach(kept: Checkpoint, shown: readonly Checkpoint[]): Verdict {
  const same = shown.find((checkpoint) => checkpoint.size === kept.size);
  if (same && !sameBytes(same.root, kept.root)) {
    return rejected(`The log signed two different trees of ${kept.size} leaves. Keep both checkpoints: they prove it.`);
  }
  if (same || kept.size === 0) return { ok: true };
  return rejected(
    `The bundle does not connect to the checkpoint you kept. Ask for one with consistency from ${kept.size} leaves.`,
  );
}

function readKey(text: string): Verdict<{ verifier: NoteVerifier }> {
  try {
    return { ok: true, verifier: parseVerifierKey(text) };
  } catch (error) {
    if (error instanceof MalformedKey) return rejected(error.message);
    throw error;
  }
}

function failed(step: BundleStep, reason: string): BundleVerdict {
  return { ...rejected(reason), step };
}
