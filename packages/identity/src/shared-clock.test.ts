import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSharedClock } from './shared-clock.ts';

const never = (error: unknown): never => {
  throw error;
};

test('two processes with clocks of their own agree, within the doubt that the way leaves', async () => {
  const server = (): number => 5_000_000 + performance.now();
  const slow = (thereMs: number, backMs: number) => async (): Promise<number> => {
    await sleep(thereMs);
    const time = server();
    await sleep(backMs);
    return time;
  };
  await using one = await createSharedClock({ time: slow(30, 1), onError: never });
  await using other = await createSharedClock({ time: slow(1, 30), onError: never });
  for (const clock of [one, other]) {
    const [before, earliest, latest, after] = [server(), clock.earliest(), clock.latest(), server()];
    expect(earliest).toBeLessThanOrEqual(after);
    expect(latest).toBeGreaterThanOrEqual(before);
    expect(earliest).toBeLessThan(latest);
  }
});

test('the surest answer counts, a failure changes nothing, and a server with another clock is believed soon', async () => {
  let ahead = 0;
  let fails = false;
  let delayMs = 40;
  const failures: unknown[] = [];
  const time = async (): Promise<number> => {
    if (fails) throw new Error('gone');
    await sleep(delayMs);
    return 1_000_000 + ahead + performance.now();
  };
  await using clock = await createSharedClock({ time, onError: (error) => failures.push(error), everyMs: 5 });
  const doubt = (): number => clock.latest() - clock.earliest();
  expect(doubt()).toBeGreaterThan(30);
  delayMs = 0;
  while (doubt() > 20) await sleep(5);
  fails = true;
  while (failures.length < 3) await sleep(5);
  expect(clock.latest() - (1_000_000 + performance.now())).toBeLessThan(20);
  fails = false;
  ahead = 60_000;
  while (clock.earliest() < 1_060_000) await sleep(5);
});

test('without a first answer there is no clock', async () => {
  await expect(createSharedClock({ time: () => Promise.reject(new Error('gone')), onError: never })).rejects.toThrow('gone');
});
