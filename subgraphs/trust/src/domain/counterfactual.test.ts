import { days } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { whatWouldChange } from './counterfactual.ts';
import type { Fact } from './fact.ts';
import { currentModel as model } from './models.ts';
import { newProfile, witness } from './profile.ts';
import { kinds, sides, type Signal } from './signal.ts';
import { strongestEvidence } from './strongest-evidence.ts';
import { apply, blank, learn, type TrustState } from './trust-state.ts';

const now = Date.UTC(2026, 0, 1);
const anySignal: fc.Arbitrary<Signal> = fc.record({
  accountId: fc.constant('acc'),
  kind: fc.constantFrom(...kinds),
  side: fc.constantFrom(...sides),
  at: fc.integer({ min: now - days(800), max: now }),
  magnitude: fc.integer({ min: 1, max: 3000 }),
  eventId: fc.stringMatching(/^[a-z]{1,3}$/),
});
const anyState: fc.Arbitrary<TrustState> = fc
  .tuple(
    fc.array(anySignal, { maxLength: 40 }),
    fc.constantFrom('none', 'basic', 'identified'),
    fc.integer({ min: 0, max: 9000 }),
  )
  .map(([signals, level, suspicion]) => {
    const done = signals.reduce((state, signal) => apply(state, signal, model), blank);
    const about = { accountId: 'acc', at: now - days(9), eventId: 'e' };
    const known = learn(done, { ...about, fact: 'verified', by: 'kyc', level }, model);
    const link: Fact = { ...about, fact: 'linked', to: 'other', via: 'device', thing: 't', sharedBy: 2 };
    return learn(known, link, model, () => ({ score: 0, vouches: false, suspicion, asOf: now - days(9) }));
  });

test('what is said to change the tier does, one less does not, and nothing that would is kept silent', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyState, (state) => {
      const { tier } = assess(state, model, now);
      const suspicion = state.links?.[0]?.suspicion ?? 0;
      const standing = () => ({ score: 0, vouches: false, suspicion, asOf: now - days(9) });
      const after = (kind: Signal['kind'], side: Signal['side'], count: number) => {
        const signal = { accountId: 'acc', kind, side, at: now, magnitude: 1000, eventId: 'e' };
        const states = Array.from({ length: count }).reduce<TrustState>((one) => apply(one, signal, model, standing), state);
        return assess(states, model, now).tier;
      };
      const changes = whatWouldChange(state, model, now);
      for (const change of changes) {
        seen += 1;
        expect(change.tier).not.toBe(tier);
        if (change.what === 'time') expect(assess(state, model, now + days(7 * change.weeks)).tier).toBe(change.tier);
        if (change.what === 'verification') {
          const verified = learn(
            state,
            { accountId: 'acc', at: now, eventId: 'e', fact: 'verified', by: 'kyc', level: 'identified' },
            model,
          );
          expect(assess(verified, model, now).tier).toBe(change.tier);
        }
        if (change.what !== 'deeds') continue;
        expect(after(change.kind, change.side, change.count)).toBe(change.tier);
        expect(after(change.kind, change.side, change.count - 1)).toBe(tier);
      }
      if (!changes.some(({ what }) => what === 'verification')) {
        const verified = learn(
          state,
          { accountId: 'acc', at: now, eventId: 'e', fact: 'verified', by: 'kyc', level: 'identified' },
          model,
        );
        expect(assess(verified, model, now).tier).toBe(tier);
      }
    }),
  );
  expect(seen).toBeGreaterThan(100);
});

test('the strongest evidence is the strongest there is, whatever came first, and fades', () => {
  fc.assert(
    fc.property(fc.array(anySignal, { maxLength: 60 }), fc.integer({ min: 0, max: 400 }), (signals, later) => {
      const said = signals.filter(({ kind }) => !model.kinds[kind].opinion);
      const { state } = witness(newProfile(model), said, model, now);
      const found = strongestEvidence(state, model, now + days(later));
      const alone = (signal: Signal) => strongestEvidence(apply(blank, signal, model), model, now + days(later))[0];
      const best = said.map((signal) => Math.abs(alone(signal)?.weight ?? 0)).sort((left, right) => right - left)[0] ?? 0;
      expect(Math.abs(found[0]?.weight ?? 0)).toBe(best);
      const back = witness(newProfile(model), said.toReversed(), model, now).state;
      expect(strongestEvidence(back, model, now)).toEqual(strongestEvidence(state, model, now));
    }),
  );
});
