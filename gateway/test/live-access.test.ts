import { expect, test } from 'vitest';
import { type Person, signIn } from './fixtures/records.ts';
import { overSocket, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const query = 'subscription { alertRaised { id } }';

/** A gateway whose clock stands until `pass` moves it, and which looks after open sockets on events alone. */
async function standing(): Promise<World & { pass(milliseconds: number): void }> {
  let now = Date.now();
  const world = await gatewayWorld({ clock: () => new Date(now), overrides: { recheckMs: 3_600_000 } });
  return Object.assign(world, { pass: (milliseconds: number) => void (now += milliseconds) });
}

function raise(world: World, id: string): void {
  world.records.alerts.set(id, { id, severity: 'high', about: null });
  world.transport.announce(world.records.tenantId, 'notifications.alertRaised.v1', { alertId: id, severity: 'high' });
}

const streamsOf = (world: World, stack: AsyncDisposableStack, { headers }: Person, count: number) => {
  const socket = stack.use(overSocket(world, headers));
  return Array.from({ length: count }, () => socket.subscribe(query));
};

test('an event asks once about a caller’s subscriptions, and about all callers together', async () => {
  await using world = await standing();
  const people = await Promise.all(Array.from({ length: 20 }, () => signIn(world.records, ['SUPPORT'])));
  await using stack = new AsyncDisposableStack();
  const streams = people.flatMap((person) => streamsOf(world, stack, person, 5));
  await untilStreams(world, 100);
  world.pass(101);
  world.accounts.asked.length = 0;
  raise(world, 'alr_1');
  for (const stream of streams) expect(await stream.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  expect(world.accounts.asked.map(({ variables }) => (variables['ids'] as string[]).toSorted())).toEqual([
    people.map(({ sessionId }) => sessionId as string).toSorted(),
  ]);
  expect(world.notifications.asked).toHaveLength(1);
});

test('a lock and a lost role count for the next event 100 ms later, for all who share the answer', async () => {
  await using world = await standing();
  const [stays, demoted, locked] = [
    await signIn(world.records, ['SUPPORT']),
    await signIn(world.records, ['SUPPORT']),
    await signIn(world.records, ['SUPPORT']),
  ];
  await using stack = new AsyncDisposableStack();
  const groups = [stays, demoted, locked].map((person) => streamsOf(world, stack, person, 3));
  await untilStreams(world, 9);
  raise(world, 'alr_1');
  for (const stream of groups.flat()) expect(await stream.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  demoted.session.roles = ['BUYER'];
  locked.session.active = false;
  world.pass(100);
  raise(world, 'alr_2');
  const events = await Promise.all(groups.flat().map((stream) => stream.next()));
  expect(events.map((event) => event?.errors?.[0].extensions.code ?? event?.data?.alertRaised.id)).toEqual([
    ...Array<string>(3).fill('alr_2'),
    ...Array<string>(3).fill('UNAUTHORIZED_FIELD_OR_TYPE'),
    ...Array<string>(3).fill('UNAUTHENTICATED'),
  ]);
});

test('who takes an event later than the others is asked about anew', async () => {
  await using world = await standing();
  const person = await signIn(world.records, ['SUPPORT']);
  const { execute } = world.notifications;
  const first = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  world.notifications.execute = async (...given) => {
    asked.resolve();
    await first.promise;
    return execute(...given);
  };
  await using stack = new AsyncDisposableStack();
  const [stream] = streamsOf(world, stack, person, 1);
  await untilStreams(world, 1);
  // It waits with the first event, and so takes the second when its lock is older than what was known of it then.
  raise(world, 'alr_1');
  raise(world, 'alr_2');
  await asked.promise;
  person.session.active = false;
  world.pass(100);
  first.resolve();
  expect(await stream!.next()).toEqual({ data: { alertRaised: { id: 'alr_1' } } });
  expect(await stream!.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});
