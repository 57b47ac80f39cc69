import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Operations per minute; 0: no window. */
export interface RateLimits {
  readonly ip: number;
  readonly actor: number;
  /** What one API key sends itself; events, too. */
  readonly key: number;
  /** Registered operations of one API key: known before, and of known cost. */
  readonly registered: number;
  /** All operations of one key, by its id, or of each key of a tenant, by the tenant's. */
  readonly named: ReadonlyMap<string, number>;
}

/** An address range, parsed. */
export type AddressRange = ReturnType<typeof ipaddr.parseCIDR>;

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** `name=number` pairs with commas between. */
const pairs = (isName: RegExp, example: string) =>
  z
    .string()
    .default('')
    .transform((text, context): ReadonlyMap<string, number> => {
      const read = list(text).map((pair) => /^([^=]+)=(\d{1,9})$/.exec(pair));
      if (read.every((match) => match !== null && isName.test(match[1] ?? '')))
        return new Map(read.map((match) => [match?.[1] ?? '', Number(match?.[2])]));
      context.addIssue(`write pairs with commas between, like ${example}.`);
      return z.NEVER;
    });

const Ranges = z
  .string()
  .default('')
  .transform((text, context): readonly AddressRange[] => {
    const ranges = list(text).map((one) => (one.includes('/') ? one : `${one}/${one.includes(':') ? 128 : 32}`));
    if (ranges.every((range) => ipaddr.isValidCIDR(range))) return ranges.map((range) => ipaddr.parseCIDR(range));
    context.addIssue('write addresses or ranges with commas between, like 10.0.0.0/8,2001:db8::/32.');
    return z.NEVER;
  });

/** The settings of what bounds clients, and of how subgraphs are asked. */
export const limitSettings = {
  PRAETOR_COST_BUDGETS: pairs(/^[A-Z_]+$/, 'ANONYMOUS=1000,DEFAULT=10000,ADMIN=50000'),
  PRAETOR_BATCH_LIMIT: z.coerce
    .number({ error: 'write a number.' })
    .int('write a whole number.')
    .min(0, 'write 0 to 50.')
    .max(50, 'write 0 to 50.')
    .default(0),
  PRAETOR_RATE_LIMITS: pairs(
    /^(ip|actor|key|registered|(key|tnt)_[0-9a-z]{26})$/,
    'ip=6000,actor=1200,key=6000,registered=30000 or, for one API key or the keys of one tenant, <its id>=60000',
  ),
  PRAETOR_STAFF_ADDRESSES: Ranges,
  PRAETOR_SUBGRAPH_TIMEOUTS: pairs(/^[a-z]+$/, 'trust=2000,audit=30000'),
};

export interface LimitEnv {
  /** By role; `ANONYMOUS` of who did not sign in, `DEFAULT` of everybody else. */
  readonly costBudgets: ReadonlyMap<string, number>;
  /** How many operations one HTTP request may carry; 0: no batches. */
  readonly batchLimit: number;
  readonly rates: RateLimits;
  /** Where staff may come from; empty: from anywhere. */
  readonly staffAddresses: readonly AddressRange[];
  readonly subgraphTimeouts: ReadonlyMap<string, number>;
}

type Read = { readonly [Name in keyof typeof limitSettings]: z.output<(typeof limitSettings)[Name]> };

const budgets = [
  ['ANONYMOUS', 2_000],
  ['DEFAULT', 10_000],
  ['SUPPORT', 25_000],
  ['MODERATOR', 25_000],
  ['FINANCE', 25_000],
  ['AUDITOR', 50_000],
  ['ADMIN', 50_000],
  ['PARTNER', 25_000],
] as const;
/** In production; a developer's own machine counts nothing unless told to. */
const rates = { ip: 6_000, actor: 1_200, key: 6_000, registered: 30_000 };

export function limitEnv(read: Read, development: boolean): LimitEnv {
  const rate = (name: keyof typeof rates): number => read.PRAETOR_RATE_LIMITS.get(name) ?? (development ? 0 : rates[name]);
  return {
    costBudgets: new Map([...budgets, ...read.PRAETOR_COST_BUDGETS]),
    batchLimit: read.PRAETOR_BATCH_LIMIT,
    rates: {
      ip: rate('ip'),
      actor: rate('actor'),
      key: rate('key'),
      registered: rate('registered'),
      named: new Map([...read.PRAETOR_RATE_LIMITS].filter(([name]) => name.includes('_'))),
    },
    staffAddresses: read.PRAETOR_STAFF_ADDRESSES,
    subgraphTimeouts: read.PRAETOR_SUBGRAPH_TIMEOUTS,
  };
}
