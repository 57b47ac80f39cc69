import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymousActor } from '@praetor/testkit/actors';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPasskeyProof, startPasskeyRegistration } from '../src/commands/passkey-options.ts';
import { registerPasskey } from '../src/commands/register-passkey.ts';
import { signInWithPasskey } from '../src/commands/sign-in-with-passkey.ts';
import { inSession } from './factors.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** What the console does in a page: our options go in as they are, the browser's own JSON comes out. */
const inPage = `({ ask, options }) => {
  const parsed = ask === 'create'
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials[ask]({ publicKey: parsed }).then((credential) => credential.toJSON());
}`;

describe.skipIf(!existsSync(executablePath))('in a real browser (Chromium on the machine, or CHROMIUM_PATH)', () => {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>Shop</title>'));
  let world: AccountsWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    world = await accountsWorld({ passkeys: { id: 'localhost', name: 'Shop', origins: [origin] } });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.goto(origin);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    });
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
    await world?.[Symbol.asyncDispose]();
  });

  const ask = (what: 'create' | 'get', options: object): Promise<object> =>
    page.evaluate(`(${inPage})(${JSON.stringify({ ask: what, options })})`);

  test('a passkey is made, found by the browser without a name, and signs in at assurance 2', async () => {
    const person = await world.person();
    const room = inSession(world, person, await world.signIn(person));
    const { options } = await startPasskeyRegistration(room, world.desk, {});
    await registerPasskey(room, world.desk, { response: await ask('create', options) });
    const stranger = world.room(anonymousActor(world.tenantId));
    const asked = await startPasskeyProof(stranger, world.desk, {});
    const response = await ask('get', asked.options);
    const { session } = await signInWithPasskey(stranger, world.desk, { response });
    expect(session).toMatchObject({ accountId: person.account.id, assurance: 2 });
    await expect(signInWithPasskey(stranger, world.desk, { response })).rejects.toMatchObject({
      code: 'ACCOUNT_INVALID_PASSKEY',
    });
  });
});
