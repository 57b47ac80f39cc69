/**
 * A proof bundle: one JSON object with all that an outsider needs to see that an entry is in a log, and optionally that
 * the log only grew since an older checkpoint. Nothing else is asked, least of all the log.
 *
 *     {
 *       "format": "praetor-proof-bundle/v1",
 *       "origin": "praetor.example/tnt_01k7…",   the log; first line of each checkpoint
 *       "entry": "{\"action\":…}",               the entry as canonical JSON text (RFC 8785); its UTF-8 bytes are the leaf
 *       "leafIndex": 41,                          its place, counted from 0
 *       "treeSize": 1000,                         the size the inclusion proof is for; equals that of `checkpoint`
 *       "inclusionProof": ["base64", …],          from the leaf's sibling up to the root (RFC 9162 §2.1.3)
 *       "checkpoint": "origin\n1000\nroot\n\n— …", the signed checkpoint (c2sp.org/tlog-checkpoint)
 *       "consistency": {                          optional
 *         "checkpoint": "origin\n600\n…",         an older signed checkpoint
 *         "proof": ["base64", …]                  from it to `checkpoint` (RFC 9162 §2.1.4)
 *       }
 *     }
 *
 * Unknown members are refused: what is not checked must not look as if it were.
 */
import { decodeBase64, encodeBase64 } from './base64.ts';
import { isCount } from './path.ts';
import { isHash } from './tree.ts';
import { rejected } from './verdict.ts';
import type { Verdict } from './verdict.ts';

export const bundleFormat = 'praetor-proof-bundle/v1';

export interface ProofBundle {
  readonly format: typeof bundleFormat;
  readonly origin: string;
  readonly entry: string;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly inclusionProof: readonly string[];
  readonly checkpoint: string;
  readonly consistency?: { readonly checkpoint: string; readonly proof: readonly string[] };
}

/** What a bundle is made of, proofs as bytes. */
export interface BundleParts {
  readonly origin: string;
  readonly entry: string;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly inclusionProof: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly consistency?: { readonly checkpoint: string; readonly proof: readonly Uint8Array[] };
}

export function createBundle({ inclusionProof, consistency, ...parts }: BundleParts): ProofBundle {
  return {
    format: bundleFormat,
    ...parts,
    inclusionProof: inclusionProof.map(encodeBase64),
    ...(consistency && { consistency: { ...consistency, proof: consistency.proof.map(encodeBase64) } }),
  };
}

/** Reads a bundle's form strictly. Proves nothing. */
export function parseBundle(bundle: unknown): Verdict<{ readonly parts: BundleParts }> {
  if (!isRecord(bundle)) return rejected('A proof bundle is a JSON object.');
  const { format, origin, entry, leafIndex, treeSize, inclusionProof, checkpoint, consistency, ...unknown } = bundle;
  if (format !== bundleFormat) return rejected(`The format of the bundle is not ${bundleFormat}.`);
  const [stray] = Object.keys(unknown);
  if (stray !== undefined) return rejected(`The bundle has a member "${stray}" that means nothing.`);
  if (typeof origin !== 'string' || typeof entry !== 'string') return rejected('"origin" and "entry" must be texts.');
  if (!isCount(leafIndex) || !isCount(treeSize)) return rejected('"leafIndex" and "treeSize" must be whole numbers.');
  const step = parseStep({ checkpoint, proof: inclusionProof });
  if (!step) return rejected('"checkpoint" must be a text and "inclusionProof" a list of base64 hashes.');
  const parts = { origin, entry, leafIndex, treeSize, inclusionProof: step.proof, checkpoint: step.checkpoint };
  if (consistency === undefined) return { ok: true, parts };
  const older = parseStep(consistency);
  if (!older) return rejected('"consistency" must hold the text "checkpoint" and a list of base64 hashes "proof", no more.');
  return { ok: true, parts: { ...parts, consistency: older } };
}

function parseStep(value: unknown): { checkpoint: string; proof: Buffer[] } | undefined {
  if (!isRecord(value)) return undefined;
  const { checkpoint, proof, ...unknown } = value;
  if (Object.keys(unknown).length > 0 || typeof checkpoint !== 'string' || !Array.isArray(proof)) return undefined;
  const hashes = proof.flatMap((text: unknown) => (typeof text === 'string' ? (decodeBase64(text) ?? []) : []));
  return hashes.length === proof.length && hashes.every(isHash) ? { checkpoint, proof: hashes } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
