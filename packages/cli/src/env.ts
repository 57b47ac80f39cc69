import { resolve } from 'node:path';
import { readMailEnv, type MailEnv } from '@praetor/accounts/service';
import { readEnv as readGatewayEnv, type GatewayEnv } from '@praetor/gateway/env';
import { InvalidSettings, readSettings, type Settings } from '@praetor/kernel/settings';
import { z } from 'zod';
import { roleNames } from './parts.ts';

/** Settings of the process that holds everything, and of `praetor migrate`. */
export interface PraetorEnv {
  readonly gateway: GatewayEnv;
  readonly home: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Given in production; otherwise made at first start and kept in `home`. */
  readonly secret: string | null;
  /** How accounts sends codes and links. */
  readonly mail: MailEnv;
  /** Mixed into password hashes. */
  readonly pepper: string | null;
  /** Passwords of database roles that the operator chose, by role. */
  readonly rolePasswords: ReadonlyMap<string, string>;
  /** All that was set, for a subgraph that reads settings of its own. */
  readonly source: Settings;
}

const passwordName = (role: string): string => `PRAETOR_${role.toUpperCase()}_DATABASE_PASSWORD`;

const Schema = z.object({
  PRAETOR_HOME: z.string().min(1).default('.praetor'),
  PRAETOR_SECRET: z
    .string()
    .min(32, 'write at least 32 random characters, such as the output of "openssl rand -base64 48".')
    .optional(),
  ...Object.fromEntries(
    roleNames.map((role) => [passwordName(role), z.string().min(16, 'write at least 16 characters.').optional()]),
  ),
});

/**
 * Reads and checks all settings. `sends`: this process sends messages, so production needs a mail server. Throws
 * {@link InvalidSettings} with every problem at once.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env, sends = false): PraetorEnv {
  const gateway = readGatewayEnv(source);
  const data = readSettings(Schema, source);
  if (!gateway.development && !data.PRAETOR_SECRET) {
    throw new InvalidSettings([
      'PRAETOR_SECRET: production needs one of at least 32 random characters, such as "openssl rand -base64 48" prints.',
    ]);
  }
  const passwords = roleNames.flatMap((role) => {
    const value = (data as Record<string, string | undefined>)[passwordName(role)];
    return value ? [[role, value] as const] : [];
  });
  return {
    gateway,
    home: resolve(data.PRAETOR_HOME),
    databaseUrl: gateway.databaseUrl,
    redisUrl: gateway.redisUrl,
    secret: data.PRAETOR_SECRET ?? null,
    ...readMailEnv(source, sends),
    rolePasswords: new Map(passwords),
    source,
  };
}

/** Of the process that holds everything. */
export const readStartEnv = (): PraetorEnv => readEnv(process.env, true);
