import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateNoteKey, MalformedKey, parseSignerKey, parseVerifierKey } from './note-key.ts';
import { openNote, signNote } from './note.ts';

/** The secret key of RFC 8032 §7.1 TEST 1; id and signature were checked with another implementation. */
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const logKeys = generateNoteKey('example.com/log', seed);
const log = parseSignerKey(logKeys.signerKey);
const trusted = [parseVerifierKey(logKeys.verifierKey)];
const witnessKeys = generateNoteKey('witness.example', Buffer.alloc(32, 7));
const witness = parseSignerKey(witnessKeys.signerKey);

describe('keys', () => {
  test('have the published text form', () => {
    expect(logKeys).toEqual({
      signerKey: 'PRIVATE+KEY+example.com/log+cc714670+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g',
      verifierKey: 'example.com/log+cc714670+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea',
    });
    expect(log.verifierKey).toBe(logKeys.verifierKey);
  });

  test('are new each time unless a seed is given', () => {
    expect(generateNoteKey('a').signerKey).not.toBe(generateNoteKey('a').signerKey);
  });

  test('that are cut or altered in one place are refused', () => {
    const { signerKey, verifierKey } = logKeys;
    for (let at = 0; at < signerKey.length; at++) {
      expect(() => parseSignerKey(signerKey.slice(0, at))).toThrow(MalformedKey);
      expect(() => parseSignerKey(bump(signerKey, at))).toThrow(MalformedKey);
    }
    for (let at = 0; at < verifierKey.length; at++) {
      expect(() => parseVerifierKey(verifierKey.slice(0, at))).toThrow(MalformedKey);
      expect(() => parseVerifierKey(verifierKey.slice(at + 1))).toThrow(MalformedKey);
      expect(() => parseVerifierKey(bump(verifierKey, at))).toThrow(MalformedKey);
    }
  });

  test.each(['', 'a b', 'a+b', 'a\u2003b', 'a\nb', 'a\u0085b', '\ud800'])('are not made for the name %j', (name) => {
    expect(() => generateNoteKey(name, seed)).toThrow(MalformedKey);
  });

  test('an error never repeats the secret', () => {
    expect(() => parseSignerKey(`${logKeys.signerKey}=`)).toThrow(/^A key reads name\+id\+base64\.$/);
  });
});

describe('a note', () => {
  test('is text, a blank line and one line for each signature', () => {
    expect(signNote('hello\n', [log])).toBe(
      'hello\n\n— example.com/log zHFGcJPmG4k+VmrGuim+eTdowHtZ/Y5nbtP/nUovqs9nve54dHzSKA3ZeKCwmHAOQL5ZowfunqKi14b6Ox1m5NhLJgU=\n',
    );
  });

  test('opens to its text, whatever the text, blank lines included', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((line) => !/\p{Cc}/u.test(line));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (lines) => {
        const body = lines.map((line) => `${line}\n`).join('');
        expect(openNote(signNote(body, [witness, log]), trusted)).toEqual({
          ok: true,
          text: body,
          signedBy: [{ name: log.name, id: log.id }],
        });
      }),
    );
  });

  test('with any character altered does not open', () => {
    const note = signNote('first\n\nsecond\n', [log]);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.nat(15), (at, bit) => {
        const altered = note.slice(0, at) + String.fromCharCode(note.charCodeAt(at) ^ (1 << bit)) + note.slice(at + 1);
        expect(openNote(altered, trusted).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('ignores unknown keys, one with the known name or the known id among them', () => {
    const namesake = parseSignerKey(generateNoteKey(log.name, Buffer.alloc(32, 9)).signerKey);
    const sameId = { name: 'other.example', id: log.id, verifierKey: '', sign: () => Buffer.alloc(64) };
    expect(openNote(signNote('hi\n', [namesake, sameId, log]), trusted)).toMatchObject({ ok: true });
    expect(openNote(signNote('hi\n', [namesake, sameId]), trusted)).toEqual({
      ok: false,
      reason: 'No trusted key has signed the note.',
    });
    expect(openNote(signNote('hi\n', [log]), [])).toEqual({ ok: false, reason: 'No trusted key has signed the note.' });
  });

  test('is condemned by one bad signature of a known key, even beside a good one of the same key', () => {
    const forger = { ...log, sign: () => Buffer.alloc(64) };
    const reason = `The signature of ${log.name}+${log.id} is not valid for this text.`;
    expect(openNote(signNote('hi\n', [forger]), trusted)).toEqual({ ok: false, reason });
    expect(openNote(signNote('hi\n', [log, forger]), trusted)).toEqual({ ok: false, reason });
    const short = { ...log, sign: () => Buffer.alloc(1) };
    expect(openNote(signNote('hi\n', [short]), trusted)).toEqual({ ok: false, reason });
  });

  test('does not open with two different keys of one name and id', () => {
    expect(openNote(signNote('hi\n', [log]), [...trusted, ...trusted]).ok).toBe(false);
  });

  test('names all trusted keys that signed, each once', () => {
    const both = [...trusted, parseVerifierKey(witnessKeys.verifierKey)];
    const opened = openNote(signNote('hi\n', [log, witness, log]), both);
    expect(opened).toMatchObject({ signedBy: [{ name: log.name }, { name: witness.name }] });
  });

  test('of any other form is malformed', () => {
    const good = signNote('hi\n', [log]);
    const [, line = ''] = good.split('\n\n');
    const bad = [
      '',
      '\n',
      'hi\n',
      'hi\n\n',
      good.slice(0, -1),
      `${good}\n`,
      `${good}more\n`,
      `\u0001${good}`,
      `hi\r\n\r\n${line}`,
      `hi\n${line}`,
      `hi\n\n— bad name ${line.split(' ')[2]}`,
      `hi\n\n— ${log.name} AAAAAA==\n`,
      `hi\n\n${line.replace('=\n', '\n')}`,
      `hi\n\n${line.replace('— ', '- ')}`,
      `hi\n\n${line.repeat(101)}`,
      `hi\n\n${line.slice(0, -1)} more\n`,
      signNote(`${'x'.repeat(1_000_000)}\n`, [log]),
      `\ud800\n\n${line}`,
    ];
    for (const note of bad) expect(openNote(note, trusted)).toEqual({ ok: false, reason: 'The text is not a signed note.' });
  });

  test('is not written over a text that could not be read back', () => {
    for (const text of ['', 'hi', 'a\tb\n', 'a\r\n', '\ud800\n']) expect(() => signNote(text, [log])).toThrow(RangeError);
    expect(() => signNote('hi\n', [])).toThrow(RangeError);
  });
});

function bump(text: string, at: number): string {
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) + 1) + text.slice(at + 1);
}
