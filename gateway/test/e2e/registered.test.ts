import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, eventually, form, type Person, sendText, staff } from './client.ts';
import { root } from './forms/form.ts';
import { graphql } from './generated/gql.ts';

const manifest = JSON.parse(
  readFileSync(join(root, 'packages/client/examples/generated/persisted-documents.json'), 'utf8'),
) as Record<string, string>;
const [hash = ''] = Object.keys(manifest);
/** Older than what gateways share of live state. */
const atOnce = () => sleep(150);

let admin: Person;
beforeAll(async () => (admin = await staff('ADMIN')));

const NewKey = graphql(`
  mutation NewKey($name: String!) {
    createApiKey(input: { name: $name }) {
      __typename
      ... on CreatedApiKey {
        secret
        apiKey {
          id
          operationsOnly
        }
      }
    }
  }
`);
const RegisterManifest = graphql(`
  mutation RegisterManifest($input: RegisterOperationsInput!) {
    registerOperations(input: $input) {
      __typename
      ... on RegisteredOperations {
        operations {
          id
          hash
          name
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);
const UseOf = graphql(`
  query UseOf($apiKeyId: ID!) {
    registeredOperations(apiKeyId: $apiKeyId) {
      edges {
        node {
          name
          deprecatedAt
          usage {
            count
            errorRate
            p95Milliseconds
            lastUsedAt
          }
        }
      }
    }
  }
`);
const TakeAway = graphql(`
  mutation TakeAway($input: RemoveOperationInput!) {
    removeOperation(input: $input) {
      __typename
      ... on UserError {
        code
      }
    }
  }
`);
const NewSecret = graphql(`
  mutation NewSecret($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on CreatedApiKey {
        secret
      }
    }
  }
`);
const EndKey = graphql(`
  mutation EndKey($apiKeyId: ID!) {
    revokeApiKey(input: { apiKeyId: $apiKeyId }) {
      __typename
    }
  }
`);

async function newKey(): Promise<{ id: string; secret: string }> {
  const { createApiKey: made } = await ask(admin.token, NewKey, { name: 'Partner tool' });
  if (made?.__typename !== 'CreatedApiKey' || !made.secret) throw new Error(`No key was made: ${JSON.stringify(made)}`);
  expect(made.apiKey.operationsOnly).toBe(true);
  return { id: made.apiKey.id, secret: made.secret };
}
async function register(apiKeyId: string) {
  const { registerOperations: done } = await ask(admin.token, RegisterManifest, { input: { apiKeyId, manifest } });
  if (done?.__typename !== 'RegisteredOperations') throw new Error(`Not registered: ${JSON.stringify(done)}`);
  return done.operations;
}
/** The example, as a partner runs it. */
const tool = (key: string) =>
  promisify(execFile)(process.execPath, [join(root, 'packages/client/examples/partner-tool.ts')], {
    env: { ...process.env, PRAETOR_URL: form.url, PRAETOR_API_KEY: key },
  }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => error.stderr,
  );
async function run(key: string, body: object): Promise<string | undefined> {
  const response = await fetch(`${form.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify(body),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return errors?.[0]?.extensions.code;
}

describe(`a partner’s registered operations, ${form.name}`, () => {
  test('run in its tool, are counted, and end at once', async () => {
    const key = await newKey();
    expect(await tool(key.secret)).toContain('PersistedQueryNotFound');
    const [operation] = await register(key.id);
    await atOnce();
    expect(await tool(key.secret)).toMatch(/people of trust \w+: \d+/);
    expect(await run(key.secret, { query: manifest[hash] })).toBe('OPERATION_NOT_REGISTERED');
    const usage = await eventually(async () => {
      const { registeredOperations } = await ask(admin.token, UseOf, { apiKeyId: key.id });
      const [edge] = registeredOperations?.edges ?? [];
      return Number(edge?.node?.usage.count) > 0 && edge?.node?.usage;
    }, 'the use is reported');
    expect(usage).toMatchObject({ count: '1', errorRate: 0, p95Milliseconds: expect.any(Number) });
    const remove = async (force: boolean) =>
      (await ask(admin.token, TakeAway, { input: { operationId: operation?.id ?? '', force } })).removeOperation;
    expect(await remove(false)).toMatchObject({ __typename: 'OperationInUse', code: 'OPERATION_IN_USE' });
    expect(await remove(true)).toMatchObject({ __typename: 'RegisteredOperation' });
    await atOnce();
    expect(await run(key.secret, { documentId: hash })).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('run with both secrets while a key rotates, and with none after it is revoked', async () => {
    const { id: apiKeyId, secret: first } = await newKey();
    await register(apiKeyId);
    const { rotateApiKey: rotated } = await ask(admin.token, NewSecret, { input: { apiKeyId } });
    const second = (rotated?.__typename === 'CreatedApiKey' && rotated.secret) || '';
    for (const secret of [first, second]) expect(await run(secret, { documentId: hash })).toBeUndefined();
    await ask(admin.token, EndKey, { apiKeyId });
    await atOnce();
    for (const secret of [first, second]) expect(await run(secret, { documentId: hash })).toBe('UNAUTHENTICATED');
  });

  test('are checked against a schema to be, with their use', async () => {
    const { id: apiKeyId } = await newKey();
    await register(apiKeyId);
    const folder = await mkdtemp(join(tmpdir(), 'praetor-schema-'));
    const api = readFileSync(join(root, 'schema/api.graphql'), 'utf8');
    await writeFile(join(folder, 'changed.graphql'), api.replaceAll('trustSummary', 'trustOverview'));
    const operations = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'operations', ...args], {
        env: { ...process.env, PRAETOR_URL: form.url, PRAETOR_TOKEN: admin.token },
      }).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
      );
    const check = (schema: string) => operations('check', '--schema', schema);
    expect(await check(join(root, 'schema/api.graphql'))).toMatchObject({
      code: 0,
      said: expect.stringContaining(' 0 of which'),
    });
    const broken = await check(join(folder, 'changed.graphql'));
    expect(broken.code).toBe(1);
    expect(broken.said).toMatch(/PartnerOverview \(.*, of Partner tool\) (never ran|ran \d+ times)[^]*"trustSummary"/);
    await rm(folder, { recursive: true });
    const { said } = await operations('export');
    expect(JSON.parse(said)).toContainEqual({
      partner: 'Partner tool',
      name: 'PartnerOverview',
      hash: hash.replace('sha256:', ''),
      body: manifest[hash],
      usage: { count: '0', lastUsedAt: null },
    });
  });

  test('are refused when the partner could not run them', async () => {
    const { id: apiKeyId } = await newKey();
    const staffOnly = {
      later: 'query Later { accountsSummary { total } nothing }',
      denied: 'query Denied { auditSummary { entries } }',
    };
    const text = 'mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) { __typename } }';
    const { errors } = await sendText(admin.token, text, { input: { apiKeyId, manifest: staffOnly } });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'OPERATIONS_INVALID',
      operations: [{ hash: 'later' }, { hash: 'denied', errors: [expect.stringContaining('auditSummary')] }],
    });
  });
});
