import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import { expect, test } from 'vitest';
import { InvalidSettings } from '@praetor/kernel/settings';
import { readEnv } from './env.ts';

test('everything has a default for one machine', () => {
  expect(readEnv({ PORT: '' })).toMatchObject({
    development: true,
    port: 4000,
    host: '127.0.0.1',
    origins: [],
    gatewayKey: null,
    trustProxy: false,
  });
  expect([...readEnv({}).subgraphUrls].map(([name, url]) => `${name} ${new URL(url).port}`)).toEqual([
    'accounts 4001',
    'trust 4002',
    'admin 4003',
    'audit 4004',
    'disputes 4005',
    'notifications 4006',
  ]);
  expect(readEnv({ PRAETOR_ENV: 'production' }).host).toBe('0.0.0.0');
});

test('limits have defaults by environment, and each can be set alone', () => {
  expect(readEnv({}).rates).toEqual({ ip: 0, actor: 0, key: 0, registered: 0, named: new Map() });
  const key = newId('apiKey');
  const env = readEnv({
    PRAETOR_ENV: 'production',
    PRAETOR_RATE_LIMITS: `ip=7,${key}=60000`,
    PRAETOR_COST_BUDGETS: 'ADMIN=9',
    PRAETOR_STAFF_ADDRESSES: '10.1.2.3, 2001:db8::/32',
    PRAETOR_SUBGRAPH_TIMEOUTS: 'audit=30000',
  });
  expect(env.rates).toMatchObject({ ip: 7, key: 6_000, registered: 30_000, named: new Map([[key, 60_000]]) });
  expect(env.rates.actor).toBeGreaterThan(0);
  expect([env.costBudgets.get('ADMIN'), env.costBudgets.get('DEFAULT')]).toEqual([9, 10_000]);
  expect(env.staffAddresses.map(([address, bits]) => `${address.toString()}/${bits}`)).toEqual(['10.1.2.3/32', '2001:db8::/32']);
  expect(env.subgraphTimeouts.get('audit')).toBe(30_000);
});

test('keys are read as PEM, also on one line, and as JWK', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  for (const text of [pem, pem.replaceAll('\n', '\\n'), JSON.stringify(privateKey.export({ format: 'jwk' }))])
    expect(readEnv({ PRAETOR_GATEWAY_KEY: text }).gatewayKey?.equals(privateKey)).toBe(true);
});

test('each problem has one line that names the setting and says what to write, and quotes no secret', () => {
  const wrong = {
    PRAETOR_ENV: 'staging',
    PORT: 'http',
    PRAETOR_SUBGRAPH_URLS: 'accounts=http://a,strangers=http://b',
    PRAETOR_GATEWAY_KEY: 'my-secret',
    PRAETOR_ORIGINS: 'https://a.example/path',
    REDIS_URL: 'http://:my-secret@x',
    PRAETOR_TRUST_PROXY: 'yes',
    PRAETOR_SUBGRAPH_TIMEOUT_MS: 'soon',
    PRAETOR_AUTHORIZATION: 'off',
    PRAETOR_COST_BUDGETS: 'ADMIN=much',
    PRAETOR_BATCH_LIMIT: 'some',
    PRAETOR_RATE_LIMITS: 'planet=5',
    PRAETOR_STAFF_ADDRESSES: '10.0.0.0/99',
    PRAETOR_SUBGRAPH_TIMEOUTS: 'trust',
    LOG_LEVEL: 'loud',
  };
  let caught: unknown;
  try {
    readEnv(wrong);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(InvalidSettings);
  const { problems, message } = caught as InvalidSettings;
  expect(new Set(problems.map((problem) => problem.split(':')[0]))).toEqual(new Set(Object.keys(wrong)));
  expect(problems).toHaveLength(Object.keys(wrong).length);
  expect(problems.every((problem) => / write /.test(problem))).toBe(true);
  expect(message).not.toContain('my-secret');
});
