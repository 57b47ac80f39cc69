import { newId } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acknowledge, evolve, graver, repeat, resolve, severities, WrongState, type Alert } from './alert.ts';

const operator = newId('account');
const raised: Alert = { severity: 'warning', count: 1, status: 'raised' };
const taken = evolve(raised, acknowledge(raised, operator));
const over = evolve(taken, resolve(taken, operator));

describe('an alert', () => {
  test('is acknowledged once, by one operator', () => {
    expect(taken).toEqual({ ...raised, status: 'acknowledged', acknowledgedById: operator });
    for (const alert of [taken, over]) expect(() => acknowledge(alert, operator)).toThrow(WrongState);
  });

  test('is resolved by an operator or by itself, once', () => {
    expect(over).toEqual({ ...raised, status: 'resolved', resolvedById: operator });
    expect(evolve(raised, resolve(raised, null))).toMatchObject({ status: 'resolved', resolvedById: null });
    expect(() => resolve(over, operator)).toThrow(WrongState);
  });

  test('counts repetitions until it is resolved', () => {
    expect(evolve(raised, repeat(raised, 'info', 3))).toEqual({ ...raised, count: 4 });
    expect(() => repeat(over, 'info', 1)).toThrow(WrongState);
  });

  test('stays with its operator when it repeats, unless it grows graver', () => {
    expect(evolve(taken, repeat(taken, 'warning', 1))).toEqual({ ...taken, count: 2 });
    expect(evolve(taken, repeat(taken, 'critical', 1))).toEqual({ severity: 'critical', count: 2, status: 'raised' });
  });
});

test('the graver of two is the same in either order', () => {
  expect([graver('info', 'critical'), graver('critical', 'info'), graver('warning', 'info')]).toEqual([
    'critical',
    'critical',
    'warning',
  ]);
});

const attempt = fc.record({
  verb: fc.constantFrom('acknowledge', 'resolve', 'repeat'),
  severity: fc.constantFrom(...severities),
  times: fc.integer({ min: 1, max: 500 }),
});

test('whatever happens: only refusals are thrown, a resolved alert stays, count and severity never fall', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 30 }), (attempts) => {
      let alert = raised as Alert;
      for (const { verb, severity, times } of attempts) {
        const before = alert;
        const verbs = {
          acknowledge: () => acknowledge(alert, operator),
          resolve: () => resolve(alert, null),
          repeat: () => repeat(alert, severity, times),
        };
        try {
          alert = evolve(alert, verbs[verb]());
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          continue;
        }
        expect(before.status).not.toBe('resolved');
        expect(alert.count).toBe(before.count + (verb === 'repeat' ? times : 0));
        expect(graver(alert.severity, before.severity)).toBe(alert.severity);
      }
    }),
    { numRuns: 300 },
  );
});
