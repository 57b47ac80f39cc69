import { expect, test } from 'vitest';
import { type Person, signIn } from './fixtures/records.ts';
import { overSocket, untilStreams } from './fixtures/streams.ts';
import { supergraphOf } from './fixtures/compose.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const query = 'subscription { disputeChanged { id title } }';

function change(world: World, id: string, claimant: Person): void {
  world.records.disputes.set(id, { id, title: `Of ${id}`, claimant: { id: claimant.accountId } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: id, claimantId: claimant.accountId });
}

const event = (id: string) => ({ data: { disputeChanged: { id, title: `Of ${id}` } } });

test('those who may read all share one execution; others are asked about for their own things alone', async () => {
  await using world = await gatewayWorld();
  const staff = await Promise.all(Array.from({ length: 5 }, () => signIn(world.records, ['MODERATOR'])));
  const buyers = await Promise.all(Array.from({ length: 10 }, () => signIn(world.records, ['BUYER'])));
  await using stack = new AsyncDisposableStack();
  const subscribed = ({ headers }: Person) => stack.use(overSocket(world, headers)).subscribe(query);
  const [ofStaff, ofBuyers] = [staff.map(subscribed), buyers.map(subscribed)];
  await untilStreams(world, 15);
  change(world, 'dsp_0', buyers[0]!);
  change(world, 'dsp_1', buyers[1]!);
  for (const stream of ofStaff) expect([await stream.next(), await stream.next()]).toEqual([event('dsp_0'), event('dsp_1')]);
  expect(await ofBuyers[0]!.next()).toEqual(event('dsp_0'));
  expect(await ofBuyers[1]!.next()).toEqual(event('dsp_1'));
  const readers = world.disputes.asked.map(({ actor }) => actor.id);
  expect(readers).toHaveLength(4);
  expect(readers.filter((id) => id === buyers[0]!.accountId || id === buyers[1]!.accountId)).toHaveLength(2);
  expect(ofBuyers.map(({ waiting }) => waiting)).toEqual(ofBuyers.map(() => 0));
});

test('an event that does not say whom it concerns is read for each, who see their own and nothing else', async () => {
  await using world = await gatewayWorld();
  const [claimant, stranger] = [await signIn(world.records, ['BUYER']), await signIn(world.records, ['BUYER'])];
  await using first = overSocket(world, claimant.headers);
  await using second = overSocket(world, stranger.headers);
  const [own, foreign] = [first.subscribe(query), second.subscribe(query)];
  await untilStreams(world, 2);
  world.records.disputes.set('dsp_0', { id: 'dsp_0', title: 'Of dsp_0', claimant: { id: claimant.accountId } });
  world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: 'dsp_0' });
  expect(await own.next()).toEqual(event('dsp_0'));
  change(world, 'dsp_1', stranger);
  expect(await foreign.next()).toEqual(event('dsp_1'));
  expect([own.waiting, foreign.waiting]).toEqual([0, 0]);
});

test('a live field that does not say whose its things are is refused', async () => {
  await using world = await gatewayWorld();
  const silent = { ...world.disputes, sdl: world.disputes.sdl.replace('@perViewer(unless: "dispute:read")', '') };
  await expect(world.gateway.swap(supergraphOf([world.accounts, silent, world.notifications]))).rejects.toThrow(
    'Query.dispute, by which Subscription.disputeChanged is read, must require a permission, or say @perViewer or @sameForAll.',
  );
});
