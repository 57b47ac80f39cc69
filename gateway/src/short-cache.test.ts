import { expect, test } from 'vitest';
import { shortCache } from './short-cache.ts';

function cache(options = {}) {
  let now = 0;
  let loads = 0;
  const entries = shortCache<number>(100, () => new Date(now), options);
  return {
    at(time: number) {
      now = time;
    },
    get: (key = 'a', load = async () => (loads += 1)) => entries.get(key, load),
    loads: () => loads,
  };
}

test('a value is shared for its lifetime, counted from when it was asked for', async () => {
  const one = cache();
  expect(await Promise.all([one.get(), one.get(), one.get('b')])).toEqual([1, 1, 2]);
  one.at(99);
  expect(await one.get()).toBe(1);
  one.at(100);
  expect(await one.get()).toBe(3);
});

test('a look-up that takes long is not joined by those who come too late', async () => {
  const one = cache();
  let answer: (value: number) => void = () => {};
  const slow = one.get(
    'a',
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  one.at(150);
  expect(await one.get()).toBe(1);
  answer(7);
  expect(await slow).toBe(7);
  expect(await one.get()).toBe(1);
});

test('a failure is not kept', async () => {
  const one = cache();
  const fail = () => Promise.reject(new Error('down'));
  await Promise.all([expect(one.get('a', fail)).rejects.toThrow('down'), expect(one.get()).rejects.toThrow('down')]);
  expect(await one.get()).toBe(1);
});

test('what is asked for all the time is looked up ahead: nobody waits, and nothing is older than its lifetime', async () => {
  const one = cache({ ahead: true });
  expect(await one.get()).toBe(1);
  one.at(74);
  expect(await one.get()).toBe(1);
  expect(one.loads()).toBe(1);
  one.at(75);
  expect(await Promise.all([one.get(), one.get()]), 'the old one while the new one is under way').toEqual([1, 1]);
  expect(one.loads()).toBe(2);
  one.at(150);
  expect(await one.get(), 'looked up at 75').toBe(2);
  expect(one.loads(), 'and again now, ahead').toBe(3);
  one.at(300);
  expect(await one.get(), 'too old by itself').toBe(4);
});

test('a failure ahead is told to nobody who may still have the old one, and lets nobody have it longer', async () => {
  const one = cache({ ahead: true });
  await one.get();
  one.at(80);
  expect(await one.get('a', () => Promise.reject(new Error('down')))).toBe(1);
  one.at(99);
  expect(await one.get('a', () => Promise.reject(new Error('down')))).toBe(1);
  one.at(100);
  await expect(one.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
});
