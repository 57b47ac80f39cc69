import { expect, test } from 'vitest';
import { circuitBreaker } from './circuit-breaker.ts';

function breakerAt() {
  let now = 0;
  const changes: boolean[] = [];
  const breaker = circuitBreaker(
    () => new Date(now),
    (resting) => changes.push(resting),
  );
  const fail = (times: number): void => Array.from({ length: times }).forEach(() => breaker.failed());
  return { breaker, changes, fail, pass: (ms: number) => (now += ms) };
}

test('it rests after five failures in a row, and not before', () => {
  const { breaker, fail, changes } = breakerAt();
  fail(4);
  breaker.succeeded();
  fail(4);
  expect([breaker.mayAsk(), changes]).toEqual([true, []]);
  fail(1);
  expect([breaker.mayAsk(), changes]).toEqual([false, [true]]);
});

test('after the rest one tries: when that fails it rests again, when it succeeds all may ask', () => {
  const { breaker, fail, pass, changes } = breakerAt();
  fail(5);
  pass(1_000);
  expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, false]);
  fail(1);
  pass(999);
  expect(breaker.mayAsk()).toBe(false);
  pass(1);
  expect(breaker.mayAsk()).toBe(true);
  breaker.succeeded();
  expect([breaker.mayAsk(), breaker.mayAsk(), changes]).toEqual([true, true, [true, false]]);
});

test('one who tries and never comes back does not keep the others out', () => {
  const { breaker, fail, pass } = breakerAt();
  fail(5);
  pass(1_000);
  breaker.mayAsk();
  pass(1_000);
  expect(breaker.mayAsk()).toBe(true);
});
