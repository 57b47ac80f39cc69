import { createPublicKey, type KeyObject } from 'node:crypto';
import { subgraphNames, type SubgraphName } from '@praetor/contracts/refused';
import { readSettings, type Settings } from '@praetor/kernel/settings';
import { z } from 'zod';

/** Settings of one subgraph process of the distributed form. */
export interface SubgraphEnv {
  name: SubgraphName;
  port: number;
  host: string;
  databaseUrl: string;
  redisUrl: string | null;
  gatewayKey: KeyObject;
  logLevel: string;
  /** Where spans are sent by OTLP over HTTP. */
  otlpEndpoint: string | null;
}

/** The order of the operator's contract: accounts 4001 … notifications 4006. */
export const portOf = (name: SubgraphName): number => 4001 + subgraphNames.indexOf(name);

/** Ed25519 public key in PEM, in one line with `\n` written out or not. */
const publicKey = z.string().transform((pem, context) => {
  try {
    return createPublicKey(pem.replaceAll('\\n', '\n'));
  } catch {
    context.addIssue('Give the gateway’s Ed25519 public key in PEM.');
    return z.NEVER;
  }
});

const schema = (name: SubgraphName) =>
  z.object({
    PORT: z.coerce.number().int().min(1).max(65_535).default(portOf(name)),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, message: 'Give the PostgreSQL URL of this subgraph’s own role.' }),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    PRAETOR_GATEWAY_PUBLIC_KEY: publicKey,
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, message: 'Give the address of an OTLP collector.' }).optional(),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  });

/** Reads and checks the settings. Throws `InvalidSettings`. */
export function readSubgraphEnv(name: SubgraphName, source: Settings): SubgraphEnv {
  const env = readSettings(schema(name), source);
  return {
    name,
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL ?? null,
    gatewayKey: env.PRAETOR_GATEWAY_PUBLIC_KEY,
    logLevel: env.LOG_LEVEL,
    otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}
