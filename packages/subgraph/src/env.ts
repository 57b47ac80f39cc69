import { createPublicKey, type KeyObject } from 'node:crypto';
import { subgraphNames, type SubgraphName } from '@praetor/contracts/refused';
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
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  });

/** Settings that are wrong: one line a problem, secrets not shown. */
export class SettingsProblem extends Error {}

/** Reads and checks the settings. Throws {@link SettingsProblem}. */
export function readSubgraphEnv(name: SubgraphName, source: Record<string, string | undefined>): SubgraphEnv {
  const result = schema(name).safeParse(source);
  if (!result.success)
    throw new SettingsProblem(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const env = result.data;
  return {
    name,
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL ?? null,
    gatewayKey: env.PRAETOR_GATEWAY_PUBLIC_KEY,
    logLevel: env.LOG_LEVEL,
  };
}
