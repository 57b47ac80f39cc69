import { createKeyedDigest, type KeyedDigest } from '../db/keyed-digest.ts';
import type { Keyring } from '../db/keyring.ts';
import { createSeal } from '../db/seal.ts';
import { createPasswordHasher, type HasherOptions, type PasswordHasher } from './password-hasher.ts';
import { createPost, type Post } from './post-message.ts';

/** What commands that deal in secrets work with, beside the room: one a process. */
export interface Desk {
  readonly keys: Keyring;
  readonly passwords: PasswordHasher;
  readonly post: Post;
  readonly digests: KeyedDigest;
}

export interface DeskOptions {
  readonly secret: string;
  readonly keys: Keyring;
  /** Where people open links; see `MailEnv`. */
  readonly pages: string | null;
  readonly hashing?: HasherOptions;
}

export const createDesk = ({ secret, keys, pages, hashing }: DeskOptions): Desk => ({
  keys,
  passwords: createPasswordHasher(hashing),
  post: createPost({ seal: createSeal(secret, 'message'), pages }),
  digests: createKeyedDigest(secret),
});
