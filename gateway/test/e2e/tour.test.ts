import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { form } from './client.ts';
import { root } from './forms/form.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const tour = readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## Replaying real data'));
const blocks = [...tour.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, lines]) => lines?.trim() ?? '');

let folder: string;
beforeAll(async () => {
  // What a command writes does not land in the repository.
  folder = await mkdtemp(join(tmpdir(), 'praetor-tour-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As someone pastes it, with this form's address and home in the environment. */
function paste(block: string): Promise<{ code: number; said: string }> {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, PRAETOR_URL: form.url, PRAETOR_HOME: form.home };
  return new Promise((resolve) => {
    execFile('bash', ['-e', '-c', block], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), said: out + err }),
    );
  });
}

test('the README’s tour works as pasted', { timeout: 300_000 }, async () => {
  const said: string[] = [];
  for (const block of blocks) {
    const answer = await paste(block);
    expect(answer.code, `${block}\n${answer.said}`).toBe(0);
    said.push(answer.said);
  }
  const [events, dispute, buyer, flag, alert, proof] = said;
  expect(events).toMatch(/"accepted":1[\s\S]*"duplicate":1[\s\S]*"accepted":1/);
  expect(dispute).toMatch(/"status": "OPEN"[\s\S]*"amountMinor": "4200"[\s\S]*"score":/);
  expect(buyer).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
  expect(flag).toContain('"status": "OPEN"');
  expect(alert).toMatch(/"severity": "CRITICAL"[\s\S]*payments/);
  expect(proof).toMatch(/VALID/);
  expect(blocks).toHaveLength(said.length);
});
