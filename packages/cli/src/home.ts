import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '@praetor/postgres/embedded';
import { z } from 'zod';
import type { PraetorEnv } from './env.ts';

const Kept = z.object({ secret: z.string().min(32) });

/** The installation's secret: the operator's, or the one made at first start and kept, readable by its owner only. */
export function secretOf({ home, secret }: Pick<PraetorEnv, 'home' | 'secret'>): string {
  return secret ?? keptOnce(join(home, 'secrets.json'), Kept, () => ({ secret: randomBytes(48).toString('base64url') })).secret;
}

/** Something derived from the secret for one purpose, so that no purpose can be worked back to another. */
export const derived = (secret: string, purpose: string): string =>
  createHmac('sha256', secret).update(purpose).digest('base64url');

/** A small file that is written once, whole, and read ever after. */
export function keptOnce<Schema extends z.ZodType>(file: string, schema: Schema, make: () => z.input<Schema>): z.output<Schema> {
  mkdirSync(join(file, '..'), { recursive: true });
  if (!existsSync(file)) {
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, file);
  }
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartProblem(`${file} is damaged: restore it from a backup; without it the data folder beside it cannot be read.`);
  }
}
