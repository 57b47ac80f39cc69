import { InvalidSettings, readSettings, type Settings } from '@praetor/kernel/settings';
import { readSubgraphEnv, type SubgraphEnv } from '@praetor/subgraph/env';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export interface AccountsEnv extends SubgraphEnv {
  /** Seals the signing keys in the database. The same for every process of one installation, for good. */
  readonly secret: string;
  readonly mail: MailEnv;
  readonly pepper: string | null;
  readonly settings: IdentityEnv;
}

/** How messages leave, and what is mixed into password hashes. */
export interface MailEnv {
  readonly smtpUrl: string | null;
  /** `Praetor <no-reply@example.com>`. */
  readonly from: string;
  readonly sms: { readonly url: string; readonly secret: string } | null;
  /** Where people open the links in messages; null: messages show tokens to paste. */
  readonly pages: string | null;
  /** Development: what nothing carries is written here, so that a newcomer can go on. Null in production. */
  readonly print: ((text: string) => void) | null;
}

const Secret = z.object({
  PRAETOR_SECRET: z.string({ error: 'Give the installation’s secret.' }).min(32, 'Give at least 32 random characters.'),
});

const Mail = z.object({
  PRAETOR_ENV: z.enum(['development', 'production'], { error: 'write development or production.' }).default('development'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'write smtp://user:password@host:port or smtps://….' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'write an address, such as "Praetor <no-reply@example.com>".')
    .default('Praetor <no-reply@localhost>'),
  SMS_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'write the https:// address of what sends texts.' }).optional(),
  SMS_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'write "whsec_" and at least 24 random bytes in Base64 (standardwebhooks.com).')
    .optional(),
  PRAETOR_APP_URL: z
    .url({ protocol: /^https?$/, error: 'write the address of the pages that links in messages open.' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  PRAETOR_PASSWORD_PEPPER: z.string().min(32, 'write at least 32 random characters, and keep them for good.').optional(),
});

/**
 * How this installation sends messages, checked. Production needs a mail server where `sends` is true: nothing may be
 * printed there. Throws {@link InvalidSettings}.
 */
export function readMailEnv(source: Settings, sends: boolean): { mail: MailEnv; pepper: string | null } {
  const env = readSettings(Mail, source);
  const { SMTP_URL, SMS_WEBHOOK_URL: url, SMS_WEBHOOK_SECRET: secret } = env;
  const development = env.PRAETOR_ENV === 'development';
  const problems: string[] = [];
  if (sends && !development && !SMTP_URL)
    problems.push('SMTP_URL: production needs a mail server, such as smtps://user:password@host.');
  if (sends && !development && env.MAIL_FROM.includes('@localhost'))
    problems.push('MAIL_FROM: production needs a sender of yours.');
  if (Boolean(url) !== Boolean(secret)) problems.push('SMS_WEBHOOK_URL, SMS_WEBHOOK_SECRET: give both or neither.');
  if (problems.length) throw new InvalidSettings(problems);
  return {
    mail: {
      smtpUrl: SMTP_URL ?? null,
      from: env.MAIL_FROM,
      sms: url && secret ? { url, secret } : null,
      pages: env.PRAETOR_APP_URL ?? null,
      print: development ? (text) => void process.stdout.write(text) : null,
    },
    pepper: env.PRAETOR_PASSWORD_PEPPER ?? null,
  };
}

/** The settings of this process, checked. */
export const readEnv = (): AccountsEnv => ({
  ...readSubgraphEnv('accounts', process.env),
  secret: readSettings(Secret, process.env).PRAETOR_SECRET,
  ...readMailEnv(process.env, true),
  settings: readAccountsSettings(process.env),
});

/** WebAuthn runs in secure contexts only. */
const mayAskForPasskeys = (text: string): boolean => {
  if (!URL.canParse(text) || new URL(text).origin !== text) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
};

/** A passkey's domain is that of its pages, or one above them (WebAuthn section 5.1.2). */
function relyingParty(origins: readonly string[], domain?: string): IdentityEnv['passkeys'] {
  const hosts = origins.map((origin) => new URL(origin).hostname);
  const id = domain ?? hosts[0];
  if (!id) return null;
  if (hosts.some((host) => host !== id && !host.endsWith(`.${id}`)))
    throw new InvalidSettings([`PRAETOR_PASSKEY_DOMAIN: every one of PRAETOR_PASSKEY_ORIGINS has to be of ${id}.`]);
  return { id, name: id, origins };
}

/** What the operator decides of identity. */
export interface IdentityEnv {
  /** True in production. */
  readonly countsThisMachine: boolean;
  readonly staffSecondFactor: 'required' | 'whenEnrolled';
  readonly providerNetworks: readonly string[];
  readonly passkeys: { readonly id: string; readonly name: string; readonly origins: readonly string[] } | null;
}

const Identity = z.object({
  PRAETOR_ENV: z.enum(['development', 'production']).default('development'),
  PRAETOR_PASSKEY_DOMAIN: z.hostname({ error: 'write a domain, such as shop.example.' }).optional(),
  PRAETOR_PASSKEY_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((origins) => origins.every(mayAskForPasskeys), {
      error: 'write origins with commas between, each like https://shop.example, or http://localhost:4000.',
    })
    .optional(),
  PRAETOR_PROVIDER_NETWORKS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine((networks) => networks.every((one) => ipaddr.isValidCIDR(one)), {
      error: 'write networks with commas between, such as 10.20.0.0/16.',
    })
    .optional(),
  PRAETOR_STAFF_SECOND_FACTOR: z.enum(['required', 'whenEnrolled'], { error: 'write required or whenEnrolled.' }).optional(),
});

/** Reads and checks it. In production staff have no staff role before two factors unless the operator says otherwise. */
export function readAccountsSettings(source: Settings): IdentityEnv {
  const data = readSettings(Identity, source);
  const strict = data.PRAETOR_ENV === 'production';
  const origins = data.PRAETOR_PASSKEY_ORIGINS ?? (strict ? [] : ['http://localhost:4000']);
  return {
    countsThisMachine: strict,
    staffSecondFactor: data.PRAETOR_STAFF_SECOND_FACTOR ?? (strict ? 'required' : 'whenEnrolled'),
    providerNetworks: data.PRAETOR_PROVIDER_NETWORKS ?? (strict ? [] : ['127.0.0.0/8', '::1/128']),
    passkeys: relyingParty(origins, data.PRAETOR_PASSKEY_DOMAIN),
  };
}
