import { type Actor, systemActor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { expect, test, vi } from 'vitest';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';
import { unauthenticated, unavailable } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { createAccessWatch } from './access-watch.ts';

const callerWith = (value: string, ip: string | null = null): Caller => ({
  requestId: newId('request'),
  traceparent: '',
  callersTraceparent: null,
  ip,
  userAgent: null,
  credential: { kind: 'accessToken', value },
  tenant: null,
});

const actorOf = (id: string, impersonatorId: string | null = null): Actor => ({
  ...systemActor(id, newId('tenant')),
  impersonatorId: impersonatorId as Actor['impersonatorId'],
});

/** A watch of which the test makes the rounds, and how often it asked about whom. */
function watching() {
  vi.useFakeTimers();
  const asked: string[] = [];
  const failures = new Map<string, Error>();
  const viewerOf: Authentication['viewerOf'] = async ({ credential }, how) => {
    const token = 'value' in credential ? credential.value : '';
    asked.push(how?.anew ? `${token} anew` : token);
    const failure = failures.get(token);
    if (failure) throw failure;
    return {} as Viewer;
  };
  const watch = createAccessWatch({ viewerOf }, 1_000);
  return {
    watch,
    asked,
    failures,
    round: () => vi.advanceTimersByTimeAsync(1_000),
    [Symbol.dispose]() {
      watch.close();
      vi.useRealTimers();
    },
  };
}

test('a round asks once about each caller, and tells every connection of one that lost access, once', async () => {
  using world = watching();
  const lost: string[] = [];
  for (const name of ['a1', 'a2', 'b'])
    world.watch.watch(callerWith(name.charAt(0)), actorOf(name.charAt(0)), ({ message }) => lost.push(`${name}: ${message}`));
  expect(world.watch.size).toBe(3);
  await world.round();
  expect(world.asked).toEqual(['a', 'b']);
  world.failures.set('a', unauthenticated('Ended.'));
  await world.round();
  await world.round();
  expect(lost).toEqual(['a1: Ended.', 'a2: Ended.']);
  expect(world.asked).toEqual(['a', 'b', 'a', 'b', 'b']);
  expect(world.watch.size).toBe(1);
});

test('what cannot be read closes nothing; who left is not told; another address is another caller', async () => {
  using world = watching();
  const lost: string[] = [];
  const leave = world.watch.watch(callerWith('a', '10.0.0.1'), actorOf('a'), () => lost.push('left'));
  world.watch.watch(callerWith('a', '10.0.0.1'), actorOf('a'), () => lost.push('near'));
  world.watch.watch(callerWith('a', '10.0.0.2'), actorOf('a'), () => lost.push('far'));
  world.failures.set('a', unavailable());
  await world.round();
  expect([world.asked.length, lost, world.watch.size]).toEqual([2, [], 3]);
  leave();
  leave();
  world.failures.set('a', unauthenticated('Ended.'));
  await world.round();
  expect([lost, world.watch.size]).toEqual([['near', 'far'], 0]);
});

test('what is announced of someone is looked at at once: theirs, their key, and whoever acts as them or is acted for', async () => {
  using world = watching();
  const lost: string[] = [];
  world.watch.watch(callerWith('own'), actorOf('acc_a'), () => lost.push('own'));
  world.watch.watch(callerWith('acting'), actorOf('acc_b', 'acc_a'), () => lost.push('acting'));
  world.watch.watch(callerWith('other'), actorOf('acc_c'), () => lost.push('other'));
  world.watch.watch(callerWith('key'), actorOf('key_a'), () => lost.push('key'));
  const told = async (type: string, data: object) => {
    world.asked.length = 0;
    world.watch.heed({ type: `accounts.${type}.v1`, data: data as never });
    await vi.advanceTimersByTimeAsync(0);
    return [...world.asked];
  };
  for (const type of ['sessionRevoked', 'locked', 'suspended', 'closed', 'roleRevoked', 'roleAssigned', 'impersonationEnded'])
    expect(await told(type, { accountId: 'acc_a' }), type).toEqual(['own anew', 'acting anew']);
  expect(await told('apiKeyRevoked', { apiKeyId: 'key_a' })).toEqual(['key anew']);
  expect(await told('loginSucceeded', { accountId: 'acc_a' })).toEqual([]);
  expect(await told('locked', { accountId: 'acc_z' })).toEqual([]);
  world.failures.set('own', unauthenticated('Ended.'));
  await told('locked', { accountId: 'acc_a' });
  expect(await told('locked', { accountId: 'acc_a' })).toEqual(['acting anew']);
  expect(lost).toEqual(['own']);
});
