import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@praetor/postgres/embedded';
import type { TestProject } from 'vitest/node';
import { startMailCatcher } from '@praetor/testkit/mail-catcher';
import { Part } from '@praetor/testkit/part';
import { demoIn } from './form.ts';

/** `npm start`, on an empty folder: one process with everything in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'praetor-e2e-'));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const mail = stack.use(await startMailCatcher());
  const part = stack.use(
    new Part('packages/cli/src/main.ts', ['start'], {
      PRAETOR_HOME: home,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      SMTP_URL: mail.url,
    }),
  );
  await part.answers(`${url}/readyz`);
  const form = {
    name: 'embedded' as const,
    url,
    gateways: [url],
    subgraphs: [],
    gatewaySettings: null,
    pids: null,
    inboxUrl: mail.inboxUrl,
  };
  project.provide('form', { ...form, ...(await demoIn(home)) });
  const parts = stack.move();
  return () => parts.disposeAsync();
}
