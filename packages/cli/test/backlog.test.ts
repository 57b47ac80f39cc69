import { ownClock } from '@praetor/identity/shared-clock';
import { generateKeyPairSync } from 'node:crypto';
import { disputeForwarded } from '@praetor/contracts/marketplace';
import { envelopeOf } from '@praetor/events/announce';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { readEnv } from '@praetor/gateway/env';
import { createGateway } from '@praetor/gateway/gateway';
import { systemActor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { freePort } from '@praetor/postgres/embedded';
import { asWorker } from '@praetor/postgres/tenancy';
import { serveSubgraph } from '@praetor/subgraph/http';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { whole } from './whole.ts';

const { publicKey: gatewayKey } = generateKeyPairSync('ed25519');

/** Values of Praetor's own metrics, by name and labels. */
async function metricsAt(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map([...text.matchAll(/^(praetor_\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
}

test('metrics tell how old unpublished events are, and how many could not be handled, in both forms', async () => {
  await using world = await whole();
  const transport = createPostgresTransport({ url: world.gatewayUrl });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => transport.close());
  const env = readEnv({ PORT: '0', HOST: '127.0.0.1' });
  const logger = pino({ level: 'silent' });
  const parts = { subgraphs: world.running, transport, clock: world.clock, overrides: { logger } };
  const gateway = stack.use(await createGateway(env, parts));
  const { url } = await gateway.listen();
  const port = await freePort();
  stack.use(
    await serveSubgraph(world.named('disputes'), {
      port,
      host: '127.0.0.1',
      gatewayKey,
      clock: world.clock,
      sharedClock: ownClock,
    }),
  );
  const ofDisputes = { url: `http://127.0.0.1:${port}` };
  const lag = 'praetor_outbox_lag_seconds{subgraph="disputes"}';
  const state = (name: string): string => `praetor_inbox_failures{subgraph="disputes",state="${name}"}`;

  for (const at of [url, ofDisputes.url]) expect((await metricsAt(at)).get(lag)).toBe(0);
  expect((await metricsAt(url)).get('praetor_inbox_failures{subgraph="audit",state="failed"}')).toBe(0);

  await world.administer(
    `insert into disputes.outbox_event (id, tenant_id, partition_key, type, envelope, created_at)
     values (gen_random_uuid(), gen_random_uuid(), 'late', 'disputes.opened.v1', '{}', now() - interval '90 seconds')`,
  );
  for (const at of [url, ofDisputes.url]) expect((await metricsAt(at)).get(lag)).toBeGreaterThanOrEqual(90);
  await world.administer('update disputes.outbox_event set published_at = now() where published_at is null');
  for (const at of [url, ofDisputes.url]) expect((await metricsAt(at)).get(lag)).toBe(0);

  const cause = { actor: systemActor('marketplace', world.tenantId), now: world.clock() };
  const data = { disputeRef: 'ghost', claimantRef: 'cust-1', respondentRef: 'shop-1' };
  const event = envelopeOf(cause, disputeForwarded, { subject: { type: 'dispute', id: 'ghost' }, data });
  const praetorparties = { 'cust-1': newId('account'), 'shop-1': newId('account') };
  const again = { ...event, praetorparties, id: newId('event') };
  const publishing = createPostgresTransport({ url: world.gatewayUrl });
  stack.defer(() => publishing.close());
  await asWorker(world.named('disputes').orm, (tx) => publishing.publish([{ ...event, praetorparties }, again], tx));
  await world.drain();
  for (const at of [url, ofDisputes.url]) {
    const metrics = await metricsAt(at);
    expect([metrics.get(state('failed')), metrics.get(state('waiting'))]).toEqual([1, 1]);
    expect(metrics.get(lag)).toBe(0);
  }

  await world.administer('alter table disputes.inbox_failure rename to gone');
  for (const at of [url, ofDisputes.url]) expect((await metricsAt(at)).has(lag)).toBe(false);
  expect((await metricsAt(url)).get('praetor_outbox_lag_seconds{subgraph="audit"}')).toBe(0);
}, 60_000);
