import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { roleNames } from './parts.ts';

/** Fresh secrets for the distributed form, as lines of an `.env` file. Passwords are hex: they also stand in URLs. */
export function freshSecrets(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = (text: string | Buffer): string => JSON.stringify(String(text).trim());
  const password = (): string => randomBytes(24).toString('hex');
  return [
    '# Secrets of one Praetor installation. Keep this file out of version control, readable by its owner only.',
    `PRAETOR_SECRET=${randomBytes(48).toString('base64url')}`,
    `PRAETOR_GATEWAY_KEY=${pem(privateKey.export({ format: 'pem', type: 'pkcs8' }))}`,
    `PRAETOR_GATEWAY_PUBLIC_KEY=${pem(publicKey.export({ format: 'pem', type: 'spki' }))}`,
    `PRAETOR_POSTGRES_PASSWORD=${password()}`,
    `PRAETOR_REDIS_PASSWORD=${password()}`,
    ...roleNames.map((role) => `PRAETOR_${role.toUpperCase()}_DATABASE_PASSWORD=${password()}`),
    '',
  ].join('\n');
}
