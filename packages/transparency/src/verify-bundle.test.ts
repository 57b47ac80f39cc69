import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBundle } from './bundle.ts';
import type { ProofBundle } from './bundle.ts';
import { canonicalText } from './canonical.ts';
import { signCheckpoint } from './checkpoint.ts';
import { generateNoteKey, parseSignerKey } from './note-key.ts';
import { consistencyProof, inclusionProof } from './proof.ts';
import { appendLeaves, rangeHash, readerOf } from './tiles.ts';
import { emptyRoot, leafHash } from './tree.ts';
import { verifyBundle } from './verify-bundle.ts';

const origin = 'praetor.example/audit';
const keys = generateNoteKey(origin, Buffer.alloc(32, 3));
const signer = parseSignerKey(keys.signerKey);
const entries = Array.from({ length: 700 }, (_, at) => canonicalText({ action: 'account.locked', at }));
const read = readerOf(
  appendLeaves(
    0,
    entries.map((entry) => leafHash(Buffer.from(entry))),
    readerOf([]),
  ).tiles,
);

function checkpointAt(size: number): string {
  const root = size === 0 ? emptyRoot : rangeHash({ start: 0, end: size }, read);
  return signCheckpoint({ origin, size, root }, [signer]);
}

function bundleOf(leafIndex: number, treeSize: number, since?: number): ProofBundle {
  const consistency =
    since === undefined
      ? {}
      : { consistency: { checkpoint: checkpointAt(since), proof: consistencyProof(since, treeSize, read) } };
  const inclusion = inclusionProof(leafIndex, treeSize, read);
  return createBundle({
    origin,
    entry: entries[leafIndex]!,
    leafIndex,
    treeSize,
    inclusionProof: inclusion,
    checkpoint: checkpointAt(treeSize),
    ...consistency,
  });
}

/** As it arrives: through a file. */
const sent = (bundle: unknown): unknown => JSON.parse(JSON.stringify(bundle));

describe('a good bundle', () => {
  test('proves its entry, offline, for every leaf and size', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 700 }), fc.nat(), fc.nat());
    fc.assert(
      fc.property(sizes, ([size, a, b]) => {
        const [leafIndex, since] = [a % size, (b % size) + 1];
        const verdict = verifyBundle(sent(bundleOf(leafIndex, size, since)), keys.verifierKey);
        const entry = { action: 'account.locked', at: leafIndex };
        expect(verdict).toMatchObject({ ok: true, origin, entry, leafIndex, treeSize: size, consistentSince: since });
      }),
      { numRuns: 50 },
    );
  });

  test('need not speak of an older checkpoint', () => {
    expect(verifyBundle(sent(bundleOf(5, 9)), keys.verifierKey)).not.toHaveProperty('consistentSince');
  });

  test('may come from a log whose key has another name, when the verifier says so', () => {
    const renamed = generateNoteKey('operator.example', Buffer.alloc(32, 4));
    const root = rangeHash({ start: 0, end: 9 }, read);
    const bundle = {
      ...bundleOf(5, 9),
      checkpoint: signCheckpoint({ origin, size: 9, root }, [parseSignerKey(renamed.signerKey)]),
    };
    expect(verifyBundle(bundle, renamed.verifierKey, { origin })).toMatchObject({ ok: true, origin });
    expect(verifyBundle(bundle, renamed.verifierKey)).toMatchObject({ ok: false, step: 'bundle' });
  });
});

describe('a tampered bundle', () => {
  const good = bundleOf(300, 650, 257);

  test('fails whichever text or number is altered by one bit', () => {
    const places = leafPlaces(good);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(), fc.nat(6), (place, at, bit) => {
        const altered = sent(good);
        alter(altered, place, at, bit);
        expect(verifyBundle(altered, keys.verifierKey).ok).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ['key', 'no key', good, 'nonsense'],
    ['key', 'a signer key in place of the verifier key', good, keys.signerKey],
    ['checkpoint', 'the key of another', good, generateNoteKey(origin, Buffer.alloc(32, 5)).verifierKey],
    ['bundle', 'not an object', [good], keys.verifierKey],
    ['bundle', 'null', null, keys.verifierKey],
    ['bundle', 'a member that means nothing', { ...good, verified: true }, keys.verifierKey],
    ['bundle', 'another format', { ...good, format: 'praetor-proof-bundle/v2' }, keys.verifierKey],
    ['bundle', 'another log', { ...good, origin: 'praetor.example/other' }, keys.verifierKey],
    ['bundle', 'a negative index', { ...good, leafIndex: -1 }, keys.verifierKey],
    ['bundle', 'a hash that is too long', { ...good, inclusionProof: [...good.inclusionProof, 'AAAA'] }, keys.verifierKey],
    ['bundle', 'base64 that is none', { ...good, inclusionProof: [...good.inclusionProof, '!'] }, keys.verifierKey],
    ['bundle', 'a hash that is a number', { ...good, inclusionProof: [...good.inclusionProof, 1] }, keys.verifierKey],
    ['bundle', 'growth that means something else', { ...good, consistency: { ...good.consistency, from: 1 } }, keys.verifierKey],
    ['bundle', 'a proof that is a text', { ...good, inclusionProof: 'AAAA' }, keys.verifierKey],
    ['bundle', 'a null consistency', { ...good, consistency: null }, keys.verifierKey],
    ['entry', 'an entry that is not canonical', { ...good, entry: ` ${good.entry}` }, keys.verifierKey],
    ['checkpoint', 'a checkpoint that is not signed', { ...good, checkpoint: `${origin}\n650\nAAAA\n` }, keys.verifierKey],
    ['inclusion', 'a size that is not the checkpoint’s', { ...good, treeSize: 651 }, keys.verifierKey],
    ['inclusion', 'a checkpoint of another size', { ...good, checkpoint: checkpointAt(649) }, keys.verifierKey],
    ['inclusion', 'another entry', { ...good, entry: entries[1] }, keys.verifierKey],
    ['inclusion', 'a truncated proof', { ...good, inclusionProof: good.inclusionProof.slice(1) }, keys.verifierKey],
    ['consistency', 'a truncated growth', { ...good, consistency: { ...good.consistency, proof: [] } }, keys.verifierKey],
    [
      'consistency',
      'another older tree',
      { ...good, consistency: { ...good.consistency, checkpoint: checkpointAt(256) } },
      keys.verifierKey,
    ],
    [
      'consistency',
      'a newer older tree',
      { ...good, consistency: { checkpoint: checkpointAt(651), proof: [] } },
      keys.verifierKey,
    ],
    [
      'consistency',
      'an empty older tree',
      { ...good, consistency: { checkpoint: checkpointAt(0), proof: [] } },
      keys.verifierKey,
    ],
  ])('fails at the %s with %s', (step, _, bundle, key) => {
    expect(verifyBundle(sent(bundle), key)).toEqual({ ok: false, step, reason: expect.stringMatching(/\S+ .*\.$/) });
  });

  test('whose older checkpoint nobody trusted has signed says so', () => {
    const forged = checkpointAt(257).replace(signer.name + ' ', 'someone.else ');
    expect(verifyBundle({ ...good, consistency: { ...good.consistency, checkpoint: forged } }, keys.verifierKey)).toEqual({
      ok: false,
      step: 'consistency',
      reason: 'The older checkpoint: No trusted key has signed the note.',
    });
  });

  test('of whatever kind gets a verdict', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (bundle, key) => {
        expect(verifyBundle(bundle, key).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (bundle) => {
        expect(verifyBundle(bundle, keys.verifierKey).ok).toBe(false);
      }),
    );
  });
});

describe('a checkpoint the verifier kept', () => {
  test('is reached by the bundle’s older or newer checkpoint', () => {
    const kept = { checkpoint: checkpointAt(257) };
    expect(verifyBundle(bundleOf(300, 650, 257), keys.verifierKey, kept)).toMatchObject({ ok: true, consistentSince: 257 });
    expect(verifyBundle(bundleOf(100, 257), keys.verifierKey, kept)).toMatchObject({ ok: true, consistentSince: 257 });
    expect(verifyBundle(bundleOf(100, 257), keys.verifierKey, { checkpoint: checkpointAt(0) })).toMatchObject({ ok: true });
  });

  test('that the bundle does not reach is asked for', () => {
    expect(verifyBundle(bundleOf(300, 650, 257), keys.verifierKey, { checkpoint: checkpointAt(256) })).toEqual({
      ok: false,
      step: 'consistency',
      reason: 'The bundle does not connect to the checkpoint you kept. Ask for one with consistency from 256 leaves.',
    });
    expect(verifyBundle(bundleOf(1, 2), keys.verifierKey, { checkpoint: 'nonsense' })).toMatchObject({
      step: 'consistency',
      reason: 'The checkpoint you kept: The text is not a signed note.',
    });
  });

  test('of a different tree with the same size convicts the log', () => {
    const fork = signCheckpoint({ origin, size: 257, root: leafHash(Buffer.from('fork')) }, [signer]);
    expect(verifyBundle(bundleOf(300, 650, 257), keys.verifierKey, { checkpoint: fork })).toEqual({
      ok: false,
      step: 'consistency',
      reason: 'The log signed two different trees of 257 leaves. Keep both checkpoints: they prove it.',
    });
  });
});

type Place = readonly (string | number)[];

function leafPlaces(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return Object.entries(value).flatMap(([key, member]) => leafPlaces(member, [...place, key]));
}

function alter(root: unknown, place: Place, at: number, bit: number): void {
  const parent = place.slice(0, -1).reduce((node, key) => (node as Record<string, unknown>)[key], root) as Record<
    string,
    unknown
  >;
  const key = String(place.at(-1));
  const value = parent[key];
  if (typeof value === 'number') parent[key] = value ^ (1 << bit);
  if (typeof value !== 'string') return;
  const i = at % value.length;
  parent[key] = value.slice(0, i) + String.fromCharCode(value.charCodeAt(i) ^ (1 << bit)) + value.slice(i + 1);
}
