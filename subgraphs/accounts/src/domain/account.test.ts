import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AccountWrongState,
  evolve,
  lock,
  reinstate,
  statuses,
  suspend,
  unlock,
  verify,
  type Account,
  type AccountEvent,
} from './account.ts';

const identity = { id: newId('account'), roles: ['BUYER'] };
const in_ = {
  pending: { ...identity, status: 'pending' },
  active: { ...identity, status: 'active' },
  locked: { ...identity, status: 'locked', why: 'odd', until: null },
  suspended: { ...identity, status: 'suspended', why: 'fraud' },
  closed: { ...identity, status: 'closed' },
} as const satisfies Record<Account['status'], Account>;

const steps = {
  verify,
  lock: (account: Account): AccountEvent => lock(account, 'why', null),
  unlock,
  suspend: (account: Account): AccountEvent => suspend(account, 'why'),
  reinstate: (account: Account): AccountEvent => reinstate(account, 'why'),
};

/** The whole table: where each step leads, or null where it may not happen. */
const table: Record<keyof typeof steps, Partial<Record<Account['status'], Account['status']>>> = {
  verify: { pending: 'active' },
  lock: { active: 'locked' },
  unlock: { locked: 'active' },
  suspend: { active: 'suspended', locked: 'suspended' },
  reinstate: { suspended: 'active' },
};

describe.each(Object.keys(steps) as (keyof typeof steps)[])('%s', (step) => {
  test.each(statuses)('from %s', (from) => {
    const account = in_[from];
    const to = table[step][from];
    if (to) expect(evolve(account, steps[step](account)).status).toBe(to);
    else expect(() => steps[step](account)).toThrow(AccountWrongState);
  });
});

test('no run of steps changes who the account is, nor leaves closed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...statuses), fc.array(fc.constantFrom(...Object.values(steps))), (from, run) => {
      const end = run.reduce<Account>((account, step) => {
        try {
          return evolve(account, step(account));
        } catch {
          return account;
        }
      }, in_[from]);
      expect(end).toMatchObject(identity);
      if (from === 'closed') expect(end.status).toBe('closed');
    }),
  );
});
