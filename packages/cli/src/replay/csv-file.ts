import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ReplayStopped } from './stopped.ts';

export interface CsvFile {
  /** Size on disk: what `onBytes` adds up to. */
  readonly bytes: number;
  /** The text's bytes, unpacked when the file is gzip. Throws {@link ReplayStopped} when it breaks off or is broken. */
  chunks(onBytes: (count: number) => void): AsyncGenerator<Uint8Array>;
}

export async function openCsv(path: string): Promise<CsvFile> {
  try {
    const { size } = await stat(path);
    const zipped = await startsLikeGzip(path);
    return { bytes: size, chunks: (onBytes) => chunksOf(path, zipped, onBytes) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* chunksOf(path: string, zipped: boolean, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  file.on('data', (chunk) => onBytes(chunk.length));
  // pipeline passes an error of the file on to the reader of the unpacked stream, which is where it is caught.
  const source = zipped ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    yield* source as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    file.destroy();
  }
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new ReplayStopped(`There is no file ${path}.`);
  if (code === 'EISDIR') return new ReplayStopped(`${path} is a folder. Name the CSV file in it.`);
  if (code === 'EACCES' || code === 'EPERM') return new ReplayStopped(`${path} may not be read by you.`);
  if (code.startsWith('Z_')) return new ReplayStopped(`${path} is damaged: it cannot be unpacked to its end. Fetch it again.`);
  return error;
}
