import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { freshSecrets } from '@praetor/cli/secrets';
import { readEnv as readPraetorEnv } from '@praetor/cli/env';
import { readEnv as readGatewayEnv } from '@praetor/gateway/env';
import { portOf, readSubgraphEnv } from '@praetor/subgraph/env';
import { subgraphNames } from '@praetor/contracts/refused';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../src/workspaces.ts';

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  expose?: string[];
  ports?: string[];
  networks?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  profiles?: string[];
  configs?: { source: string }[];
}

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const {
  services: all,
  networks,
  configs,
} = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
  networks: Record<string, { internal?: boolean }>;
};
/** What starts unless a profile is asked for. */
const services = Object.fromEntries(Object.entries(all).filter(([, { profiles }]) => !profiles));
const service = (name: string): Service => services[name] ?? expect.fail(`No service ${name}.`);
const secrets = parseEnv(freshSecrets()) as Record<string, string>;

/** As Compose does it: `${NAME}`, `${NAME:-default}`, `${NAME:?why}`. */
const interpolated = (value: string, given: Record<string, string>): string =>
  value.replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, rest?: string) =>
      given[name] ?? secrets[name] ?? (kind === '-' ? (rest ?? '') : expect.fail(`${name} is not among the secrets.`)),
  );
const environmentOf = (name: string, given: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, interpolated(value, given)]));
const source = (file: string): string => readFileSync(join(root, file), 'utf8');
/** Settings that OpenTelemetry's SDK reads by itself. */
const sdk = [
  '@opentelemetry/sdk-trace-base/build/src/config.js',
  '@opentelemetry/otlp-exporter-base/build/src/configuration/otlp-http-env-configuration.js',
].map((file) => source(`node_modules/${file}`));

describe('docker-compose.yml', () => {
  test('has the parts of the distributed form and nothing else', () => {
    expect(Object.keys(services).sort()).toEqual(['gateway', 'mail', 'migrate', 'postgres', 'redis', ...subgraphNames].sort());
  });

  test('runs files that exist', () => {
    for (const [name, { command }] of Object.entries(services)) {
      const file = command?.find((word) => word.endsWith('.ts'));
      if (file) expect(existsSync(join(root, file)), `${name}: ${file}`).toBe(true);
    }
  });

  test.each(subgraphNames)('%s: its port, its own database role, settings that its code accepts', (name) => {
    const env = readSubgraphEnv(name, environmentOf(name));
    expect(env.port).toBe(portOf(name));
    expect(service(name).expose).toEqual([String(portOf(name))]);
    expect(new URL(env.databaseUrl).username).toBe(`praetor_${name}`);
    expect(new URL(env.databaseUrl).password).toBe(readPraetorEnv(environmentOf('migrate')).rolePasswords.get(name));
    expect(env.redisUrl).not.toBeNull();
  });

  test('the gateway reaches every subgraph where it listens, and holds the key they check', () => {
    const env = readGatewayEnv(environmentOf('gateway'));
    expect(Object.fromEntries(env.subgraphUrls)).toEqual(
      Object.fromEntries(subgraphNames.map((name) => [name, `http://${name}:${portOf(name)}/graphql`])),
    );
    expect(env.development).toBe(false);
    expect(service('gateway').ports).toEqual([`${env.port}:${env.port}`]);
    expect(env.gatewayKey?.asymmetricKeyType).toBe('ed25519');
  });

  test('the migration sets the passwords that the parts log in with, and runs before them', () => {
    const env = readPraetorEnv(environmentOf('migrate'));
    expect([...env.rolePasswords.keys()].sort()).toEqual([...subgraphNames, 'durable', 'gateway'].sort());
    for (const name of subgraphNames) expect(service(name).depends_on?.migrate?.condition).toBe('service_completed_successfully');
    for (const name of subgraphNames) expect(service('gateway').depends_on?.[name]?.condition).toBe('service_healthy');
  });

  test('accounts sends to the catcher until a mail server is named, and is read on this machine only', () => {
    const { mail } = readPraetorEnv(environmentOf('accounts'), true);
    expect(mail).toMatchObject({ smtpUrl: 'smtp://mail:1025', sms: null, print: null });
    const named = readPraetorEnv(environmentOf('accounts', { SMTP_URL: 'smtps://mail.example' }), true);
    expect(named.mail.smtpUrl).toBe('smtps://mail.example');
    expect(service('mail').ports).toEqual(['127.0.0.1:8025:8025']);
  });

  test('sets nothing that the code does not read', () => {
    const readers: Record<string, string[]> = {
      gateway: ['gateway/src/env.ts'],
      migrate: ['gateway/src/env.ts', 'packages/cli/src/env.ts'],
      ...Object.fromEntries(
        subgraphNames.map((name) => [name, ['packages/subgraph/src/env.ts', `subgraphs/${name}/src/env.ts`]]),
      ),
    };
    for (const [name, files] of Object.entries(readers)) {
      const code = [...files.map(source), ...sdk].join('\n');
      const unread = Object.keys(service(name).environment ?? {}).filter(
        (key) => !code.includes(key) && !key.endsWith('_DATABASE_PASSWORD'),
      );
      expect(unread, name).toEqual([]);
    }
  });

  test('hands OpenTelemetry’s settings to every part, and traces nothing unless told where to', () => {
    const collector = 'http://collector:4318';
    const given = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    };
    for (const name of subgraphNames) {
      expect(readSubgraphEnv(name, environmentOf(name)).otlpEndpoint, name).toBeNull();
      expect(readSubgraphEnv(name, environmentOf(name, given)).otlpEndpoint, name).toBe(collector);
    }
    expect(readGatewayEnv(environmentOf('gateway')).otlpEndpoint).toBeNull();
    expect(readGatewayEnv(environmentOf('gateway', given)).otlpEndpoint).toBe(collector);
    for (const name of ['gateway', ...subgraphNames]) expect(environmentOf(name, given), name).toMatchObject(given);
    expect(environmentOf('gateway')['OTEL_TRACES_SAMPLER']).toBe('parentbased_always_on');
  });

  test('has a collector for who asks for it, where the parts can reach it', () => {
    const { profiles, networks: reachable, ports, configs: mounted } = all['collector'] ?? {};
    expect([profiles, reachable, ports]).toEqual([['telemetry'], ['inside', 'outside'], undefined]);
    expect(mounted?.map(({ source: name }) => name)).toEqual(['collector']);
    const config = parse(configs['collector']?.content ?? '') as {
      receivers: { otlp: { protocols: { http: { endpoint: string } } } };
      exporters: object;
      service: { pipelines: { traces: { receivers: string[]; exporters: string[] } } };
    };
    expect(config.receivers.otlp.protocols.http.endpoint).toBe('0.0.0.0:4318');
    const { receivers, exporters } = config.service.pipelines.traces;
    expect(receivers).toEqual(['otlp']);
    // `$$` is Compose's `$`: which exporter is used is read by the collector itself.
    expect(exporters).toEqual(['$${env:PRAETOR_TRACES_EXPORTER}']);
    expect(Object.keys(config.exporters)).toEqual(['debug', 'otlphttp']);
    expect(all['collector']?.environment?.['PRAETOR_TRACES_EXPORTER']).toBe('${PRAETOR_TRACES_EXPORTER:-debug}');
  });

  test('has a health check on every server, on a path that the code answers', () => {
    for (const [name, { healthcheck }] of Object.entries(services)) {
      if (name === 'migrate') continue;
      expect(healthcheck?.test.length, name).toBeGreaterThan(1);
    }
    expect(source('packages/subgraph/src/http.ts')).toContain("'/readyz'");
    for (const name of subgraphNames)
      expect(service(name).healthcheck?.test.at(-1)).toContain(`http://127.0.0.1:${portOf(name)}/readyz`);
    expect(service('gateway').healthcheck?.test.at(-1)).toContain('http://127.0.0.1:4000/readyz');
  });

  test('holds no secret in clear, and shows the world nothing but the gateway', () => {
    for (const [name, { environment = {} }] of Object.entries(services)) {
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|KEY|URL$/.test(key) && key !== 'PRAETOR_SUBGRAPH_URLS')
          expect(value, `${name} ${key}`).toMatch(/\$\{\w+/);
      }
    }
    expect(
      Object.entries(services)
        .filter(([, { ports }]) => ports)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(['gateway', 'mail']);
    expect(networks.inside?.internal).toBe(true);
    // Accounts reaches mail servers outside; nothing outside reaches it.
    for (const name of ['postgres', 'redis', 'migrate', ...subgraphNames.filter((one) => one !== 'accounts')])
      expect(service(name).networks, name).toEqual(['inside']);
  });
});
