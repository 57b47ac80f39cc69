import { hash, verify, type Options } from '@node-rs/argon2';
import { normalisedPassword } from '../domain/password.ts';

/** OWASP Password Storage: argon2id, 19 MiB, 2 passes, 1 lane. The library hashes on libuv's pool, off the event loop. */
const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export const hashPassword = (password: string): Promise<string> => hash(normalisedPassword(password), parameters);

let nobodys: Promise<string> | null = null;

/**
 * Whether the password is the hashed one. Without a hash the answer is no, after the same work: who is slow to refuse
 * would tell which accounts exist.
 */
export async function verifyPassword(hashed: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody has this password');
  const right = await verify(hashed ?? (await nobodys), normalisedPassword(password));
  return hashed !== null && right;
}
