import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { generateNoteKey, parseSignerKey, parseVerifierKey } from './note-key.ts';
import { signNote } from './note.ts';
import { emptyRoot, leafHash } from './tree.ts';

const origin = 'example.com/behind-the-sofa';
const keys = generateNoteKey(origin, Buffer.alloc(32, 1));
const signer = parseSignerKey(keys.signerKey);
const trusted = [parseVerifierKey(keys.verifierKey)];
const root = leafHash(Buffer.from('entry'));
const rootLine = root.toString('base64');

test('a checkpoint is origin, size and root, a line each', () => {
  expect(formatCheckpoint({ origin, size: 20852163, root })).toBe(`${origin}\n20852163\n${rootLine}\n`);
});

test('every checkpoint reads back as it was written', () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
  const checkpoint = fc.record({
    origin: line,
    size: fc.maxSafeNat().filter((size) => size > 0),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
    extensions: fc.array(line, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(checkpoint, (each) => {
      expect(parseCheckpoint(formatCheckpoint(each))).toEqual({ ok: true, ...each });
      expect(openCheckpoint(signCheckpoint(each, [signer]), each.origin, trusted)).toMatchObject({ ok: true, ...each });
    }),
    { numRuns: 50 },
  );
});

test.each([
  '',
  `${origin}\n`,
  `${origin}\n1\n`,
  `${origin}\n1\n${rootLine}`,
  `\n1\n${rootLine}\n`,
  `${origin}\n01\n${rootLine}\n`,
  `${origin}\n-1\n${rootLine}\n`,
  `${origin}\n+1\n${rootLine}\n`,
  `${origin}\n1e3\n${rootLine}\n`,
  `${origin}\n 1\n${rootLine}\n`,
  `${origin}\n9007199254740992\n${rootLine}\n`,
  `${origin}\n0\n${rootLine}\n`,
  `${origin}\n1\n${rootLine.slice(0, -1)}\n`,
  `${origin}\n1\n${rootLine}=\n`,
  `${origin}\n1\nAAAA\n`,
  `${origin}\n1\n${rootLine}\n\n`,
  `${origin}\n1\n${rootLine}\n\nmore\n`,
])('%j is no checkpoint', (text) => {
  expect(parseCheckpoint(text).ok).toBe(false);
});

test('an empty log has the empty root', () => {
  expect(parseCheckpoint(formatCheckpoint({ origin, size: 0, root: emptyRoot }))).toMatchObject({ ok: true, size: 0 });
});

test('what could not be read back is not written', () => {
  const bad = [
    { origin: '', size: 1, root },
    { origin: 'a\nb', size: 1, root },
    { origin, size: 1.5, root },
    { origin, size: 1, root: root.subarray(1) },
    { origin, size: 1, root, extensions: [''] },
    { origin, size: 1, root, extensions: ['a\nb'] },
  ];
  for (const each of bad) expect(() => formatCheckpoint(each)).toThrow(RangeError);
});

test('a checkpoint of another log, an unsigned one and a signed text that is none are refused', () => {
  const note = signCheckpoint({ origin, size: 1, root }, [signer]);
  expect(openCheckpoint(note, 'example.com/other', trusted)).toEqual({
    ok: false,
    reason: `The checkpoint is of the log ${origin}, not of example.com/other.`,
  });
  expect(openCheckpoint(formatCheckpoint({ origin, size: 1, root }), origin, trusted).ok).toBe(false);
  expect(openCheckpoint(signNote('hello\n', [signer]), origin, trusted).ok).toBe(false);
});
