import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { verifyBundle, type BundleProven, type BundleVerdict } from '@praetor/transparency/verify-bundle';

/** What `praetor audit verify` answers: 0 the entry is proven, 1 it is not, 2 there was nothing to check. */
export interface Verification {
  readonly exitCode: 0 | 1 | 2;
  readonly lines: readonly string[];
}

/** `praetor audit verify`: prints what was found and sets the exit code. */
export async function auditVerify(file: string, verifierKey?: string): Promise<void> {
  const { exitCode, lines } = await verifyFile(file, verifierKey);
  for (const line of lines) console.log(line);
  process.exitCode = exitCode;
}

/**
 * Checks a proof bundle (`-`: of standard input) with nothing but the log's verifier key. The key has to come from somewhere
 * else: a bundle that brought its own would vouch for itself.
 */
export async function verifyFile(path: string, verifierKey?: string): Promise<Verification> {
  const bundle = await readBundle(path);
  if ('problem' in bundle) return { exitCode: 2, lines: [bundle.problem] };
  if (!verifierKey) return { exitCode: 2, lines: [noKey] };
  return answer(verifyBundle(bundle.value, verifierKey.trim()));
}

const noKey =
  'Give the verifier key of the log with --key: the field publicKey of auditCheckpoint, got over a channel you trust and kept since.';

async function readBundle(path: string): Promise<{ value: unknown } | { problem: string }> {
  const name = path === '-' ? 'Standard input' : path;
  try {
    const json = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
    return { value: JSON.parse(json) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError)
      return { problem: `${name} is not JSON. Save what auditProofBundle answers, without the quotes around it.` };
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { problem: `There is no file ${path}.` };
    return { problem: `${name} cannot be read (${code ?? String(error)}).` };
  }
}

function answer(verdict: BundleVerdict): Verification {
  if (verdict.ok) return { exitCode: 0, lines: provenLines(verdict) };
  // Without a key or a bundle nothing was checked; everything after that is a proof that fails.
  if (verdict.step === 'key') return { exitCode: 2, lines: [`The verifier key cannot be used. ${verdict.reason}`] };
  return { exitCode: 1, lines: ['NOT VALID', `  ${checks[verdict.step]}: ${verdict.reason}`] };
}

const checks = {
  bundle: 'the bundle',
  entry: 'the entry',
  checkpoint: 'the signed checkpoint',
  inclusion: 'that the entry is in the log',
  consistency: 'that the log only grew',
} as const;

function provenLines({ origin, entry, leafIndex, treeSize, root, consistentSince }: BundleProven): string[] {
  const rows = [
    ...whoAndWhat(entry),
    ['log', origin],
    ['place', `entry ${leafIndex} of ${treeSize}, counted from 0`],
    ['root', Buffer.from(root).toString('base64')],
    ...(consistentSince === undefined ? [] : [['growth', `the log only grew since it had ${consistentSince} entries`] as const]),
  ] as const;
  return ['VALID: the signed log holds this entry.', ...rows.map(([name, value]) => `  ${name.padEnd(8)}${printable(value)}`)];
}

interface AuditEntry {
  readonly type?: unknown;
  readonly subject?: unknown;
  readonly time?: unknown;
  readonly source?: unknown;
  readonly status?: unknown;
  readonly cause?: {
    readonly actorKind?: unknown;
    readonly actorId?: unknown;
    readonly impersonatorId?: unknown;
    readonly reason?: unknown;
  };
}

/** Whatever the entry has of what an audit entry says. That it was logged is proven; what it says is not for us to judge. */
function whoAndWhat(entry: unknown): (readonly [string, string])[] {
  const { type, subject, time, source, status, cause = {} } = (entry ?? {}) as AuditEntry;
  const actor = [cause.actorKind, cause.actorId].filter((part) => typeof part === 'string').join(' ');
  const behind = typeof cause.impersonatorId === 'string' ? `${actor}, by ${cause.impersonatorId} acting for them` : actor;
  const rows = [
    ['what', type],
    ['to', subject],
    ['who', behind || null],
    ['when', time],
    ['where', source],
    ['why', cause.reason],
    ['outcome', status],
  ] as const;
  return rows.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

/** An entry may hold anything; a terminal must not obey it. */
function printable(value: string): string {
  return value.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
