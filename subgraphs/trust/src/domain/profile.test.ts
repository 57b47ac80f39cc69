import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { days } from '@praetor/kernel/clock';
import { currentModel as model } from './models.ts';
import { evaluate, newProfile, newsOf, told, witness, worthTelling, type Profile } from './profile.ts';
import type { Kind, Signal } from './signal.ts';

const now = Date.UTC(2026, 0, 1);
const signals = (count: number, kind: Kind, at = now): Signal[] =>
  Array.from({ length: count }, (_, index) => ({
    accountId: 'a',
    kind,
    side: 'buyer',
    at,
    magnitude: 1000,
    eventId: `e${index}`,
  }));
const after = (profile: Profile, ...heard: Signal[][]): Profile => witness(profile, heard.flat(), model, now);

describe('as of when', () => {
  test('a profile is assessed as of its latest signal, not later than now and never going back', () => {
    const history = after(newProfile(model), signals(5, 'orderCompleted', now - days(6000)));
    expect(history).toMatchObject({ evaluatedAt: now - days(6000), assessment: { tier: 'standard' } });
    expect(after(history, signals(1, 'orderCompleted', now + days(900))).evaluatedAt).toBe(now);
    expect(evaluate({ ...history, evaluatedAt: now }, model, now - 1).evaluatedAt).toBe(now);
  });

  test('in however many portions signals come, the profile is the same', () => {
    const signal = fc.record({
      accountId: fc.constant('a'),
      kind: fc.constantFrom<Kind>('orderCompleted', 'chargebackRaised', 'newDevice'),
      side: fc.constantFrom('buyer' as const, 'seller' as const),
      at: fc.integer({ min: now - days(700), max: now + days(30) }),
      magnitude: fc.integer({ min: 1, max: 10_000 }),
      eventId: fc.stringMatching(/^[a-z]{1,2}$/),
    });
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 30 }), fc.nat({ max: 30 }), (all, cut) => {
        const whole = after(newProfile(model), all);
        expect(after(after(newProfile(model), all.slice(cut)), all.slice(0, cut))).toEqual(whole);
      }),
    );
  });
});

describe('what is told', () => {
  test('small moves are kept until they amount to something', () => {
    let profile = after(newProfile(model), signals(10, 'orderCompleted'));
    profile = told(profile, newsOf(newProfile(model), profile));
    expect(profile.announcedScore).toBe(profile.assessment.score);
    let moved: Profile = profile;
    for (let orders = 0; Math.abs(moved.assessment.score - profile.announcedScore) < worthTelling; orders += 1) {
      expect(newsOf(profile, moved)).toEqual({ scoreChanged: false, tierChanged: false, reviewRequested: false });
      expect(told(moved, newsOf(profile, moved)).announcedScore).toBe(profile.announcedScore);
      moved = after(moved, signals(1, 'orderCompleted'));
      expect(orders).toBeLessThan(20);
    }
    expect(newsOf(profile, moved)).toMatchObject({ scoreChanged: true, tierChanged: false });
  });

  test('a review is asked for once, when it becomes necessary', () => {
    const trusted = after(newProfile(model), signals(20, 'orderCompleted'));
    const suspect = after(trusted, signals(2, 'couponAbused'));
    expect(newsOf(trusted, suspect)).toMatchObject({ scoreChanged: true, reviewRequested: true });
    expect(newsOf(suspect, after(suspect, signals(1, 'couponAbused')))).toMatchObject({ reviewRequested: false });
  });
});
