import { createPrivateKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { readSettings } from '@praetor/kernel/settings';
import { z } from 'zod';
import { type AuthorizationMode, authorizationModes } from './authorization-mode.ts';
import { type LimitEnv, limitEnv, limitSettings } from './limits/limit-settings.ts';
import { restrictions, type Restriction } from './operations/registry.ts';

/** In the order of their ports when distributed, from 4001. */
const subgraphNames = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'] as const;
const defaultUrls = new Map<string, string>(subgraphNames.map((name, at) => [name, `http://127.0.0.1:${4001 + at}/graphql`]));

/** From wherever the process was started. */
const committedSupergraph = join(import.meta.dirname, '../../schema/supergraph.graphql');

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const SubgraphUrls = z
  .string()
  .default('')
  .transform((text, context): ReadonlyMap<string, string> => {
    const pairs = list(text).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
    const wrong = pairs.find(([name, url]) => !defaultUrls.has(name) || !isHttpUrl(url));
    if (wrong) {
      context.addIssue(
        `write name=url pairs with commas between, for ${subgraphNames.join(', ')}; "${wrong.join('=')}" is none.`,
      );
      return z.NEVER;
    }
    return new Map([...defaultUrls, ...pairs]);
  });

const SubgraphNames = z
  .string()
  .default('')
  .transform(list)
  .refine((names) => names.every((one) => defaultUrls.has(one)), {
    error: `write names with commas between, of ${subgraphNames.join(', ')}.`,
  })
  .transform((names): ReadonlySet<string> => new Set(names));

const Origins = z
  .string()
  .default('')
  .transform(list)
  .refine((origins) => origins.every((one) => isHttpUrl(one) && new URL(one).origin === one), {
    error: 'write origins with commas between, each like https://console.example.com without a path.',
  });

const GatewayKey = z.string().transform((text, context): KeyObject => {
  try {
    const key = text.trimStart().startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' })
      : createPrivateKey(text.replaceAll('\\n', '\n'));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below; the error could quote the secret.
  }
  context.addIssue('write an Ed25519 private key, as PEM (PKCS #8) or JWK.');
  return z.NEVER;
});

const milliseconds = (from: number, to: number) =>
  z.coerce.number({ error: 'write a number of milliseconds.' }).int().min(from).max(to);

const Settings = z.object({
  PRAETOR_ENV: z.enum(['development', 'production'], { error: 'write development or production.' }).default('development'),
  PORT: z.coerce
    .number({ error: 'write a port number.' })
    .int('write a port number.')
    .min(0, 'write 0 to 65535.')
    .max(65_535, 'write 0 to 65535.')
    .default(4000),
  HOST: z.string().min(1).optional(),
  PRAETOR_SUPERGRAPH: z.string().min(1).default(committedSupergraph),
  PRAETOR_SUBGRAPH_URLS: SubgraphUrls,
  PRAETOR_UNMERGED_SUBGRAPHS: SubgraphNames,
  PRAETOR_SUBGRAPH_TIMEOUT_MS: milliseconds(10, 120_000).default(10_000),
  PRAETOR_GATEWAY_KEY: GatewayKey.optional(),
  PRAETOR_TENANT: z
    .string()
    .regex(/^[a-z0-9_-]{1,63}$/, 'write a tenant’s slug or id.')
    .default('demo'),
  PRAETOR_ORIGINS: Origins,
  PRAETOR_TRUST_PROXY: z.enum(['true', 'false'], { error: 'write true or false.' }).default('false'),
  PRAETOR_AUTHORIZATION: z.enum(authorizationModes, { error: 'write filter, reject or dry-run.' }).default('filter'),
  PRAETOR_REGISTERED_OPERATIONS: z.enum(restrictions, { error: 'write partners or everyone.' }).default('partners'),
  ...limitSettings,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'write fatal, error, warn, info, debug, trace or silent.',
    })
    .default('info'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'write redis://host:port or rediss://host:port.' }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'write the http:// or https:// address of an OTLP collector.' })
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'write postgres://user:password@host:port/database.' }).optional(),
});

/** The gateway's settings, checked. Secrets are in it: log none of it whole. */
export interface GatewayEnv extends LimitEnv {
  readonly development: boolean;
  readonly port: number;
  readonly host: string;
  readonly supergraphPath: string;
  readonly subgraphUrls: ReadonlyMap<string, string>;
  readonly subgraphTimeoutMs: number;
  /** Subgraphs whose fetches for entities each go in a request of their own. */
  readonly unmergedSubgraphs: ReadonlySet<string>;
  /** Signs actors for subgraphs in other processes. */
  readonly gatewayKey: KeyObject | null;
  /** Slug or id of the tenant of callers that name none. */
  readonly tenant: string;
  readonly origins: readonly string[];
  readonly trustProxy: boolean;
  readonly authorizationMode: AuthorizationMode;
  /** Who runs registered operations and nothing else. */
  readonly registeredOperations: Restriction;
  readonly logLevel: string;
  /** Where spans are sent by OTLP over HTTP. */
  readonly otlpEndpoint: string | null;
  readonly redisUrl: string | null;
  readonly databaseUrl: string | null;
}

/** Reads and checks all settings. Throws {@link InvalidSettings} with every problem at once. An empty one counts as unset. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): GatewayEnv {
  const data = readSettings(Settings, source);
  const development = data.PRAETOR_ENV === 'development';
  return {
    development,
    port: data.PORT,
    // Demo logins must not be offered to a whole network by accident.
    host: data.HOST ?? (development ? '127.0.0.1' : '0.0.0.0'),
    supergraphPath: data.PRAETOR_SUPERGRAPH,
    subgraphUrls: data.PRAETOR_SUBGRAPH_URLS,
    subgraphTimeoutMs: data.PRAETOR_SUBGRAPH_TIMEOUT_MS,
    unmergedSubgraphs: data.PRAETOR_UNMERGED_SUBGRAPHS,
    gatewayKey: data.PRAETOR_GATEWAY_KEY ?? null,
    tenant: data.PRAETOR_TENANT,
    origins: data.PRAETOR_ORIGINS,
    trustProxy: data.PRAETOR_TRUST_PROXY === 'true',
    authorizationMode: data.PRAETOR_AUTHORIZATION,
    registeredOperations: data.PRAETOR_REGISTERED_OPERATIONS,
    ...limitEnv(data, development),
    logLevel: data.LOG_LEVEL,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    redisUrl: data.REDIS_URL ?? null,
    databaseUrl: data.DATABASE_URL ?? null,
  };
}
