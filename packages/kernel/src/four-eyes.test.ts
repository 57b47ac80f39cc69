import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, ProposalClosed, type Proposal, proposalStates, SecondPersonNeeded, stateAt, withdraw } from './four-eyes.ts';

const now = new Date('2026-01-15T12:00:00Z');
const later = new Date('2026-01-16T12:00:00Z');
const people = ['asker', 'concerned', 'second', 'third'];

const proposal: fc.Arbitrary<Proposal> = fc.record({
  state: fc.constantFrom(...proposalStates),
  requestedById: fc.constantFrom(...people),
  concernedIds: fc.subarray(people),
  expiresAt: fc.constantFrom(now, later),
});

test('is decided only while pending and in time, and only by someone who neither asked nor is concerned', () => {
  fc.assert(
    fc.property(proposal, fc.constantFrom(...people), (asked, by) => {
      const isOpen = asked.state === 'pending' && asked.expiresAt > now;
      const isSecond = asked.requestedById !== by && !asked.concernedIds.includes(by);
      const deciding = () => decide(asked, by, 'approved', now);
      if (!isOpen) expect(deciding).toThrow(ProposalClosed);
      else if (!isSecond) expect(deciding).toThrow(SecondPersonNeeded);
      else expect(deciding()).toBe('approved');
    }),
  );
});

test('is withdrawn only while pending; at its very end it has expired', () => {
  const pending: Proposal = { state: 'pending', requestedById: 'asker', concernedIds: [], expiresAt: later };
  expect(withdraw(pending, now)).toBe('withdrawn');
  expect(() => withdraw(pending, later)).toThrow('expired');
  expect(stateAt(pending, later)).toBe('expired');
  expect(stateAt({ ...pending, state: 'approved' }, later)).toBe('approved');
});
