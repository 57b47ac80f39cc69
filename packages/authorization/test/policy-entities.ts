import { systemActor } from '@praetor/identity/actor';
import type { Actor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { principalOf } from '../src/cedar.ts';
import type { PolicyEntity } from '../src/cedar.ts';

/** Principals and resources of one tenant for tests of policies. */
export const here = newId('tenant');

export function staff(held: string | string[], id = 'acc_staff', tenantId = here): PolicyEntity {
  const actor: Actor = { ...systemActor('test', tenantId), kind: 'account', id, roles: [held].flat() };
  return principalOf(actor);
}
export const dispute = (amountMinor?: number | bigint, attributes = {}): PolicyEntity => ({
  type: 'Dispute',
  id: 'dsp_1',
  attributes: {
    tenant: here,
    claimant: 'acc_buyer',
    respondent: 'acc_seller',
    amountMinor,
    currency: amountMinor === undefined ? null : 'EUR',
    ...attributes,
  },
});
export const account = (held: string[] = ['BUYER'], id = 'acc_target'): PolicyEntity => ({
  type: 'Account',
  id,
  attributes: { id, tenant: here, roles: held },
});
export const flag = (attributes = {}): PolicyEntity => ({
  type: 'Flag',
  id: 'flg_1',
  attributes: { tenant: here, raisedBy: 'acc_other', ...attributes },
});
export const simple = (type: string): PolicyEntity => ({ type, id: '1', attributes: { tenant: here } });
