import { text } from '@praetor/kernel/input';
import { z } from 'zod';

/** Printable ASCII without spaces: what OAuth 2.0 allows of ids, secrets and scopes (RFC 6749 appendix A). */
const token = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\x21-\x7e]+$/, 'Use printable ASCII characters without spaces.');

const isPage = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const bare = !username && !password && !search && !hash && !/[?#\\\s]/.test(value);
  return bare && (protocol === 'https:' || (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')));
};

/** As in the provider’s own metadata, to the letter (OpenID Connect Discovery section 3). */
export const issuerInput = z.string().max(500).refine(isPage, 'Give the https:// address that the provider calls its issuer.');

const redirectUri = z.string().max(500).refine(isPage, 'Give https:// addresses without query and fragment.');

const domain = z.union([
  z.literal('*'),
  z
    .string()
    .max(253)
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Give domains in lower case, such as example.com, or *.'),
]);

const distinct = <Item extends z.ZodType<string>>(item: Item, least: number, most: number) =>
  z
    .array(item)
    .min(least)
    .max(most)
    .transform((items) => [...new Set(items)]);

/** What a provider is set up with, each as it comes. */
export const providerFields = {
  displayName: text(100),
  clientId: token(400),
  redirectUris: distinct(redirectUri, 1, 20),
  scopes: distinct(token(100), 1, 20).refine((scopes) => scopes.includes('openid'), 'Name openid among them.'),
  opensAccounts: z.boolean(),
  emailDomains: distinct(domain, 0, 100),
  secondFactorAcr: distinct(token(200), 0, 10),
  secondFactorAmr: distinct(token(40), 0, 10),
  maxAgeSeconds: z.int().min(60).max(31_536_000).nullable(),
};

export const secretInput = token(1000);
