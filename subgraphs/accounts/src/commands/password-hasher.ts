import { availableParallelism } from 'node:os';
import { hash, verify, type Options } from '@node-rs/argon2';
import { Refusal } from '@praetor/kernel/refusal';
import { normalisedPassword } from '../domain/password.ts';

/** OWASP Password Storage: argon2id, 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const satisfies Options;

/** There is more to do than can be done soon, or than one may ask for: it would have been refused whoever asked. */
export class TryLater extends Refusal {
  readonly code = 'ACCOUNT_TRY_LATER';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Too much was asked for. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface Verdict {
  readonly right: boolean;
  /** It was hashed with weaker parameters, or without the pepper: hash it anew. */
  readonly outdated: boolean;
}

/** Hashes passwords, off the event loop, a few at a time. */
export interface PasswordHasher {
  /** Throws {@link TryLater} when too many wait already. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the hashed one. Without a hash the answer is no, after the same work: who is slow to refuse would
   * tell which accounts exist. Throws {@link TryLater} when too many wait already.
   */
  verify(hashed: string | null, password: string): Promise<Verdict>;
  /** How many hashes were computed to verify: tests hold the guess limits to it. */
  readonly verified: number;
}

export interface HasherOptions {
  /** Mixed into every hash and kept outside the database (NIST SP 800-63B-4 section 3.1.1.2). */
  readonly pepper?: string | null;
  readonly atOnce?: number;
  readonly waiting?: number;
  /** Tests make hashing cheaper, and outdated. */
  readonly cost?: Partial<Pick<Options, 'memoryCost' | 'timeCost'>>;
}

const peppered = 'peppered:';

/**
 * The library computes on libuv's four threads, which files and look-ups need too: two are left to them. Who would wait longer than
 * some seconds is refused at once, so that a flood costs memory and time that are known.
 */
export function createPasswordHasher(options: HasherOptions = {}): PasswordHasher {
  const { pepper = null, atOnce = Math.min(availableParallelism(), 2), waiting = 128 } = options;
  const cost = { ...parameters, ...options.cost };
  const secret = pepper ? Buffer.from(pepper) : undefined;
  const limited = createLimiter(atOnce, waiting);
  const compute = async (password: string): Promise<string> => {
    const text = await hash(normalisedPassword(password), { ...cost, ...(secret && { secret }) });
    return secret ? peppered + text : text;
  };
  let nobodys: Promise<string> | null = null;
  let verified = 0;
  return {
    get verified() {
      return verified;
    },
    hash: (password) => limited(() => compute(password)),
    verify: (hashed, password) =>
      limited(async () => {
        const against = hashed ?? (await (nobodys ??= compute('nobody has this password')));
        const withPepper = against.startsWith(peppered);
        verified += 1;
        const right =
          withPepper === false || secret
            ? await verify(
                withPepper ? against.slice(peppered.length) : against,
                normalisedPassword(password),
                withPepper && secret ? { secret } : undefined,
              )
            : false;
        return { right: hashed !== null && right, outdated: isOutdated(against, cost, secret !== undefined) };
      }),
  };
}

/** By the parameters that the hash names (PHC string format). */
function isOutdated(hashed: string, cost: { memoryCost: number; timeCost: number }, pepper: boolean): boolean {
  const [, m = '0', t = '0'] = /\$m=(\d+),t=(\d+)/.exec(hashed) ?? [];
  return Number(m) < cost.memoryCost || Number(t) < cost.timeCost || hashed.startsWith(peppered) !== pepper;
}

function createLimiter(atOnce: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      // About 30 ms each on one core: what waits is worth a second per thirty.
      if (queue.length >= waiting) throw new TryLater(Math.max(1, Math.ceil(waiting / atOnce / 30)));
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
