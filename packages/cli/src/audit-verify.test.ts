import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBundle, type ProofBundle } from '@praetor/transparency/bundle';
import { canonicalText } from '@praetor/transparency/canonical';
import { signCheckpoint } from '@praetor/transparency/checkpoint';
import { generateNoteKey, parseSignerKey } from '@praetor/transparency/note-key';
import { consistencyProof, inclusionProof } from '@praetor/transparency/proof';
import { appendLeaves, readerOf, rootFromTiles } from '@praetor/transparency/tiles';
import { leafHash } from '@praetor/transparency/tree';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyFile } from './audit-verify.ts';

const origin = 'praetor.test/tnt_1';
const keys = generateNoteKey(origin);
const entries = Array.from({ length: 10 }, (_, at) =>
  canonicalText({
    type: 'disputes.decided.v1',
    subject: `dispute/dsp_${at}`,
    time: '2026-01-15T12:00:00.000Z',
    source: 'praetor/disputes',
    status: 'succeeded',
    cause: { actorKind: 'account', actorId: 'acc_1', impersonatorId: null, reason: 'Clear.\u001b[2J' },
  }),
);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'praetor-verify-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

function bundle(since?: number): ProofBundle {
  const none = readerOf([]);
  const leaves = entries.map((entry) => leafHash(Buffer.from(entry)));
  const { tiles, root, size } = appendLeaves(0, leaves, none);
  const read = readerOf(tiles);
  const signers = [parseSignerKey(keys.signerKey)];
  const checkpoint = signCheckpoint({ origin, size, root }, signers);
  return createBundle({
    origin,
    entry: entries[4]!,
    leafIndex: 4,
    treeSize: size,
    inclusionProof: inclusionProof(4, size, read),
    checkpoint,
    ...(since && {
      consistency: {
        checkpoint: signCheckpoint({ origin, size: since, root: rootFromTiles(since, read) }, signers),
        proof: consistencyProof(since, size, read),
      },
    }),
  });
}

async function saved(content: string): Promise<string> {
  const path = join(folder, 'bundle.json');
  await writeFile(path, content);
  return path;
}

test('a good bundle tells who did what, and that the log only grew', async () => {
  const { exitCode, lines } = await verifyFile(await saved(JSON.stringify(bundle(3))), `${keys.verifierKey}\n`);
  expect(exitCode).toBe(0);
  expect(lines[0]).toMatch(/^VALID/);
  const shown = lines.join('\n');
  for (const part of ['disputes.decided.v1', 'dispute/dsp_4', 'account acc_1', origin, 'entry 4 of 10', 'since it had 3 entries'])
    expect(shown).toContain(part);
});

test('what an entry holds cannot command the terminal', async () => {
  const { lines } = await verifyFile(await saved(JSON.stringify(bundle())), keys.verifierKey);
  expect(lines.join('\n')).toContain('Clear.\\u001b[2J');
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  expect(lines.join('\n')).not.toContain('only grew');
});

test.each<[string, Partial<ProofBundle>, RegExp]>([
  ['another entry', { entry: entries[5]! }, /that the entry is in the log/],
  ['another place', { leafIndex: 5 }, /that the entry is in the log/],
  ['another size', { treeSize: 11 }, /that the entry is in the log/],
  ['an entry that is not canonical', { entry: ` ${entries[4]}` }, /the entry/],
  ['another log', { origin: 'praetor.test/tnt_2' }, /the bundle/],
  ['a checkpoint of nobody', { checkpoint: 'nothing' }, /the signed checkpoint/],
])('a bundle with %s is not valid', async (_, change, reason) => {
  const { exitCode, lines } = await verifyFile(await saved(JSON.stringify({ ...bundle(), ...change })), keys.verifierKey);
  expect({ exitCode, first: lines[0] }).toEqual({ exitCode: 1, first: 'NOT VALID' });
  expect(lines[1]).toMatch(reason);
});

test('another key of the same name does not vouch for it', async () => {
  const { exitCode, lines } = await verifyFile(await saved(JSON.stringify(bundle())), generateNoteKey(origin).verifierKey);
  expect(exitCode).toBe(1);
  expect(lines[1]).toContain('No trusted key');
});

test('what cannot be checked at all is told apart', async () => {
  const good = await saved(JSON.stringify(bundle()));
  expect(await verifyFile(join(folder, 'absent.json'), keys.verifierKey)).toMatchObject({
    exitCode: 2,
    lines: [expect.stringContaining('There is no file')],
  });
  expect(await verifyFile(folder, keys.verifierKey)).toMatchObject({ exitCode: 2, lines: [expect.stringContaining('EISDIR')] });
  expect(await verifyFile(good, 'not a key')).toMatchObject({ exitCode: 2, lines: [expect.stringContaining('verifier key')] });
  expect(await verifyFile(good)).toMatchObject({ exitCode: 2, lines: [expect.stringContaining('--key')] });
  expect(await verifyFile(await saved('{"format": '), keys.verifierKey)).toMatchObject({
    exitCode: 2,
    lines: [expect.stringContaining('not JSON')],
  });
});
