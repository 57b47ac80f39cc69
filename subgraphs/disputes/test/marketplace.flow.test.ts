import { disputeAnswered, disputeContested, disputeForwarded, disputeRaised } from '@praetor/contracts/marketplace';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { disputesPage, disputesSummary } from '../src/queries/disputes-page.ts';
import { disputesWorld, type DisputesWorld } from './world.ts';

let world: DisputesWorld;
beforeAll(async () => (world = await disputesWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const parties = { 'cust-1': newId('account'), 'shop-1': newId('account') };
const quarrel = (disputeRef: string) => ({ disputeRef, claimantRef: 'cust-1', respondentRef: 'shop-1' });
const about = (disputeRef: string) => ({ type: 'dispute', id: disputeRef });
const claim = { amountMinor: 1_999, currency: 'USD' };
const raised = (ref: string) => ({
  ...quarrel(ref),
  orderRef: null,
  category: 'Debt collection',
  description: 'They call at night.',
  claim,
});

test('a complaint comes in, is forwarded, answered late and contested, and waits for a reviewer', async () => {
  await world.receive(disputeRaised, { subject: about('c-1'), data: raised('c-1') }, parties);
  await world.receive(disputeForwarded, { subject: about('c-1'), data: quarrel('c-1') }, parties);
  await world.receive(
    disputeAnswered,
    { subject: about('c-1'), data: { ...quarrel('c-1'), remedy: 'explanation', timely: false, answer: null } },
    parties,
  );
  await world.receive(disputeContested, { subject: about('c-1'), data: { ...quarrel('c-1'), grounds: null } }, parties);
  const { edges } = await disputesPage(world.room(accountActor(world.tenantId, ['AUDITOR'])), {});
  expect(edges.map(({ node }) => node)).toMatchObject([
    {
      externalRef: 'c-1',
      status: 'awaitingReview',
      claimantId: parties['cust-1'],
      respondentId: parties['shop-1'],
      answeredLate: true,
      claimMinor: 1_999n,
    },
  ]);
  const types = (await world.announced()).map(({ type }) => type);
  expect(types).toEqual(['disputes.opened.v1', 'disputes.forwarded.v1', 'disputes.answered.v1', 'disputes.contested.v1']);
  const [opened] = await world.announced('disputes.opened.v1');
  expect(opened?.praetorcause).toMatchObject({ actorKind: 'system', actorId: 'disputes.marketplace' });
  expect(opened?.praetorcause.causationId).not.toBeNull();
});

test('the same complaint under another event is one dispute', async () => {
  await world.receive(disputeRaised, { subject: about('c-1'), data: raised('c-1') }, parties);
  expect(await world.announced('disputes.opened.v1')).toHaveLength(1);
});

test('an answer to what was never raised is set aside and harms no other', async () => {
  await world.receive(disputeForwarded, { subject: about('ghost'), data: quarrel('ghost') }, parties);
  await world.receive(disputeRaised, { subject: about('c-2'), data: raised('c-2') }, parties);
  const { rows } = await world.admin.query("select error from disputes.inbox_failure where consumer = 'disputes.events'");
  expect(rows).toHaveLength(1);
  const summary = await disputesSummary(world.room(accountActor(world.tenantId, ['AUDITOR'])));
  expect(summary.find(({ status }) => status === 'open')?.count).toBe(1);
});

test('a batch is a handful of statements, not one an event', async () => {
  const refs = Array.from({ length: 100 }, (_, n) => `bulk-${n}`);
  const statements = await world.statements(() =>
    world.receiveAll(
      refs.map((ref) => ({ contract: disputeRaised, event: { subject: about(ref), data: raised(ref) }, parties })),
    ),
  );
  expect(await world.announced('disputes.opened.v1')).toHaveLength(102);
  expect(statements.filter((text) => text.includes('"dispute"')).length).toBeLessThan(10);
});
