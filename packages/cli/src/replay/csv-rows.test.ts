import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openCsv } from './csv-file.ts';
import { readRows, type Row } from './csv-rows.ts';

/** The text as a stream of chunks of `size` bytes. */
async function* chunked(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(text: string, columns = ['a', 'b'], size?: number): Promise<Row[]> {
  return Array.fromAsync(readRows(chunked(text, size), columns));
}

const seen = (rows: Row[]) => rows.map(({ line, values, problem }) => [line, values['a'], values['b'], problem]);

test('byte order mark, CRLF, quoted commas, quotes and line breaks, blank lines, no end of line at the end', async () => {
  const text = '\ufeffb,a\r\n1,2\r\n"x, ""y""",z\r\n\r\n"two\r\nlines", é \r\nlast,one';
  expect(seen(await rowsOf(text))).toEqual([
    [2, '2', '1', null],
    [3, 'z', 'x, "y"', null],
    [5, 'é', 'two\nlines', null],
    [7, 'one', 'last', null],
  ]);
});

test('a record with too few or too many columns is broken, its neighbours are not', async () => {
  expect(seen(await rowsOf('a,b\n1\n1,2,3\n1,2\n'))).toEqual([
    [2, '1', '', 'It has 1 columns, the first line has 2.'],
    [3, '1', '2', 'It has 3 columns, the first line has 2.'],
    [4, '1', '2', null],
  ]);
});

test('a quote that is never closed costs its own line only', async () => {
  const after = Array.from({ length: 500 }, (_, index) => `${index},"q"`).join('\n');
  const rows = await rowsOf(`a,b\n1,"open\n${after}\n2,5" pipe\nlast,"open`, ['a', 'b'], 4096);
  expect(rows).toHaveLength(503);
  expect(seen(rows.filter(({ problem }) => problem))).toEqual([
    [2, '1', '"open', 'It opens a quote that is not closed.'],
    [503, '2', '5" pipe', 'It opens a quote that is not closed.'],
    [504, 'last', '"open', 'Its quotes do not match.'],
  ]);
  expect(rows[250]).toMatchObject({ line: 252, values: { a: '249', b: 'q' } });
});

test('a first line without a needed column stops the replay and names it', async () => {
  await expect(rowsOf('x,b\n1,2')).rejects.toThrow('names no column "a"');
  await expect(rowsOf('')).rejects.toThrow('names no column "a", "b"');
});

test('reads every text without failing, in lines that go up', async () => {
  const piece = fc.constantFrom('a', ',', '"', '\n', '\r\n', '""', 'é', '\u0000');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
      const lines = (await rowsOf(`a,b\n${pieces.join('')}`, ['a', 'b'], size)).map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((one, other) => one - other));
    }),
  );
});

test('gzip is unpacked; a damaged, missing or wrong file is one clear message', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'praetor-csv-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const zipped = gzipSync(`a,b\n${'1,2\n'.repeat(1000)}`);
  await writeFile(join(folder, 'whole'), zipped);
  await writeFile(join(folder, 'cut'), zipped.subarray(0, -10));
  const read = async (name: string) =>
    Array.fromAsync(
      readRows(
        (await openCsv(join(folder, name))).chunks(() => undefined),
        ['a', 'b'],
      ),
    );
  expect(await read('whole')).toHaveLength(1000);
  await expect(read('cut')).rejects.toThrow('is damaged');
  await expect(read('none')).rejects.toThrow('There is no file');
  await expect(read('.')).rejects.toThrow('is a folder');
});
