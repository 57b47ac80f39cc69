import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, form, marketplaceEvent, postEvents, staff } from './client.ts';
import { root } from './forms/form.ts';
import { graphql } from './generated/gql.ts';

const run = promisify(execFile);
const example = join(root, 'packages/client/examples');

/** A partner's folder, outside of the repository: the packed client, the example, and nothing else. */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'praetor-partner-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'partner', private: true, type: 'module' }));
  const packed = join(folder, 'packed');
  await run(process.execPath, [join(root, 'packages/tooling/src/pack-client.ts'), packed]);
  // What it depends on, as it would come from a registry.
  const needed = ['graphql', '@graphql-typed-document-node/core'].map((name) => join(root, 'node_modules', name));
  await run('npm', ['pack', '--ignore-scripts', ...needed, '--pack-destination', packed], { cwd: folder });
  const tarballs = (await readdir(packed)).map((name) => join(packed, name));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs], { cwd: folder });
  await cp(example, folder, { recursive: true });
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const NewPartner = graphql(`
  mutation NewPartner {
    createApiKey(input: { name: "Installed client" }) {
      ... on CreatedApiKey {
        secret
        apiKey {
          id
        }
      }
    }
  }
`);
const RegisterInstalled = graphql(`
  mutation RegisterInstalled($input: RegisterOperationsInput!) {
    registerOperations(input: $input) {
      __typename
    }
  }
`);

test(`a partner who installs the packed client runs the example with it, ${form.name}`, async () => {
  const { token } = await staff('ADMIN');
  const { createApiKey: made } = await ask(token, NewPartner);
  if (!made || !('secret' in made) || !made.secret) throw new Error(`No key was made: ${JSON.stringify(made)}`);
  const manifest = JSON.parse(await readFile(join(folder, 'generated/persisted-documents.json'), 'utf8')) as unknown;
  const input = { apiKeyId: made.apiKey.id, manifest };
  expect((await ask(token, RegisterInstalled, { input })).registerOperations?.__typename).toBe('RegisteredOperations');
  const env = { ...process.env, PRAETOR_URL: form.url, PRAETOR_API_KEY: made.secret };
  const { stdout } = await run(process.execPath, ['partner-tool.ts'], { cwd: folder, env });
  expect(stdout).toMatch(/people of trust \w+: \d+/);
  const where = ['--input-type=module', '-e', 'console.log(import.meta.resolve("@praetor/client"))'];
  expect((await run(process.execPath, where, { cwd: folder })).stdout).toContain('/node_modules/@praetor/client/client.js');
});

test(`and follows a live view with it, ${form.name}`, async () => {
  const { token } = await staff('MODERATOR');
  const follower = `
    import { createClient } from '@praetor/client';
    import { parse } from 'graphql';
    const { PRAETOR_URL: url = '', PRAETOR_TOKEN: token } = process.env;
    for await (const { data, cursor } of createClient({ url, token }).subscribe(parse('subscription { alertRaised { source } }'))) {
      if (!data.alertRaised?.source.startsWith('followed-')) continue;
      console.log(data.alertRaised.source, typeof cursor);
      break;
    }`;
  await writeFile(join(folder, 'follower.js'), follower);
  const env = { ...process.env, PRAETOR_URL: form.url, PRAETOR_TOKEN: token };
  const followed = { said: '' };
  const running = run(process.execPath, ['follower.js'], { cwd: folder, env }).then(({ stdout }) => (followed.said = stdout));
  // Nobody is told when it began to listen.
  for (let at = 0; followed.said === ''; at += 1) {
    await postEvents(marketplaceEvent('serviceDown', { service: `followed-${at}`, detail: 'No answer.' }));
    await Promise.race([running, sleep(500)]);
  }
  expect(followed.said).toMatch(/^followed-\d+ string\n$/);
});

test('its types hold in the strictest settings, and refuse what the schema does not have', async () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'esnext',
    module: 'nodenext',
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
    lib: ['esnext', 'dom'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts', 'generated/*.ts'] }));
  const check = () =>
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
  expect(await check()).toBe('');
  const tool = join(folder, 'partner-tool.ts');
  await writeFile(tool, (await readFile(tool, 'utf8')).replace('{ status, count }', '{ status, total }'));
  expect(await check()).toContain(`Property 'total' does not exist`);
}, 120_000);

test('it brings the schema that operations are written against', async () => {
  const schema = await readFile(join(folder, 'node_modules/@praetor/client/schema.graphql'), 'utf8');
  expect(schema).toBe(await readFile(join(root, 'schema/api.graphql'), 'utf8'));
});
