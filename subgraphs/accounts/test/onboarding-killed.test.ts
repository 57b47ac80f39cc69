import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { prepareDatabase, roleOf, urlFor } from '@praetor/postgres/database';
import { prepareDurable } from '@praetor/subgraph/durable';
import { testPassword } from '@praetor/testkit/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyAsSeller } from '../src/commands/apply-as-seller.ts';
import { decideKycCheck } from '../src/commands/decide-kyc-check.ts';
import { submitSellerDocuments } from '../src/commands/submit-seller-documents.ts';
import { documents, eventsOf, newestCheck, openApplication } from './sellers.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let url: string;
beforeAll(async () => {
  world = await accountsWorld();
  await prepareDatabase({ url: world.adminUrl, stores: [], passwordOf: () => testPassword, shared: '', readers: ['durable'] });
  await prepareDurable(world.adminUrl, [roleOf('accounts')]);
  url = urlFor(world.adminUrl, roleOf('accounts'), testPassword);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

type Point = 'before' | 'after' | 'handing' | 'never';

/** Starts a process; it ends by its own SIGKILL, or runs on until it is disposed of. */
function start(point: Point) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('onboarding-child.ts', import.meta.url)), url, point], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const gone = once(child, 'exit').then(([code, signal]) => String(signal ?? `code ${code}: ${said}`));
  const late = sleep(60_000, 'still alive after a minute', { ref: false });
  return {
    died: () => Promise.race([gone, late]).finally(() => child.kill('SIGKILL')),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Each of these processes is killed at that point of the one step it takes. */
async function killedAt(...points: Point[]): Promise<void> {
  for (const point of points) expect(await start(point).died(), point).toBe('SIGKILL');
}

async function steps(person: Person): Promise<void> {
  const room = world.room(person.actor);
  const expectedMonthlyVolume = { amountMinor: 50_000n, currency: 'EUR' };
  await applyAsSeller(room, { businessName: 'Kettles & Co', country: 'DE', expectedMonthlyVolume });
  await killedAt('before', 'after');
  for (const stage of ['identity', 'business', 'payout']) {
    await submitSellerDocuments(room, { applicationId: await openApplication(world, person.actor), documents });
    await killedAt('before', 'handing', 'after');
    const { id } = await newestCheck(world, person);
    await decideKycCheck(world.room(world.staff('MODERATOR')), { kycCheckId: id, approve: true, reasons: [] });
    await killedAt('before', 'after');
    // Trust threshold and activation follow by themselves.
    if (stage === 'payout') await killedAt('before', 'after', 'before', 'after');
  }
}

test('killed before, in and after every step, the saga takes each once', { timeout: 600_000 }, async () => {
  const person = await world.person();
  await steps(person);
  await using last = start('never');
  const runs = async () =>
    (
      await world.admin.query<{ status: string }>(
        "select status from dbos.workflow_status where name = 'accounts.sellerOnboarding'",
      )
    ).rows;
  for (let waited = 0; (await runs())[0]?.status !== 'SUCCESS' && waited < 60_000; waited += 200) await sleep(200);
  expect(last && (await runs())).toEqual([{ status: 'SUCCESS' }]);
  const told = async (type: string, field: string) =>
    (await eventsOf(world, person, `accounts.${type}.v1`)).map(({ data }) => data[field]);
  expect(await told('sellerStageReached', 'stage')).toEqual([
    'application',
    'identity',
    'business',
    'payout',
    'trust',
    'activation',
  ]);
  expect(await told('kycCheckRequested', 'kind')).toEqual(['identity', 'business', 'payout']);
  expect(await told('kycLevelChanged', 'level')).toEqual(['identified', 'verifiedBusiness']);
  expect(await told('roleAssigned', 'role')).toEqual(['SELLER']);
  expect(await told('sellerUpgraded', 'kycLevel')).toEqual(['verifiedBusiness']);
  const { rows } = await world.admin.query<{ roles: string[] }>('select roles from accounts.account where email = $1', [
    person.email,
  ]);
  expect(rows[0]?.roles).toEqual(['BUYER', 'SELLER']);
});
