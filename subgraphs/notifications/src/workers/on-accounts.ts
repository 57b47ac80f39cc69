import {
  accountLocked,
  accountReinstated,
  accountSuspended,
  accountUnlocked,
  impersonationStarted,
  loginSucceeded,
  sessionRevoked,
  factorEnrolled,
  factorRemoved,
  factorResetRequested,
  passwordChanged,
  recoveryCodeUsed,
} from '@praetor/contracts/accounts';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { idIn } from './id-in.ts';
import { raise, settle } from '../commands/raise.ts';
import { tell, type Notice } from '../commands/tell.ts';

const consumer = 'notifications.accounts';

/** Accounts that are locked out or enter from somewhere new are told; of the former operators hear, too. */
export const onAccounts: EventHandler[] = [
  {
    types: [
      factorEnrolled.type,
      factorRemoved.type,
      factorResetRequested.type,
      recoveryCodeUsed.type,
      passwordChanged.type,
      loginSucceeded.type,
      sessionRevoked.type,
      accountLocked.type,
      accountSuspended.type,
      impersonationStarted.type,
    ],
    handle: (tx, events, tenantId) => tell(tx, tenantId, consumer, events.flatMap(noticesOf)),
  },
  {
    types: [accountLocked.type, accountSuspended.type],
    handle: (em, events, tenantId) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const { accountId, what, why } = restriction(event);
        await raise(tx, tenantId, {
          severity: 'warning',
          source: 'accounts',
          title: `Account ${what}`,
          detail: why,
          dedupKey: keyOf(what, accountId),
          accountId,
          disputeId: null,
        });
      }),
  },
  {
    types: [accountUnlocked.type, accountReinstated.type],
    handle: (em, events) =>
      effectsOf(em, consumer, events, async (tx, event) => {
        const what = event.type === accountUnlocked.type ? 'locked' : 'suspended';
        await settle(tx, keyOf(what, idIn(event, 'account')));
      }),
  },
];

const keyOf = (what: string, accountId: string): string => `account.${what}:${accountId}`;

function restriction(event: Envelope) {
  const { why } = event.data as { why: string };
  return { accountId: idIn(event, 'account'), what: event.type === accountLocked.type ? 'locked' : 'suspended', why };
}

function noticesOf(event: Envelope): Notice[] {
  const accountId = idIn(event, 'account');
  const told = { accountId, link: { type: 'account', id: accountId }, because: event };
  switch (event.type) {
    case loginSucceeded.type: {
      const { newDevice } = event.data as DataOf<typeof loginSucceeded>;
      return newDevice ? [{ ...told, kind: 'newDevice', about: { at: new Date(event.time) } }] : [];
    }
    case sessionRevoked.type: {
      const { why } = event.data as DataOf<typeof sessionRevoked>;
      const stolen = why === 'reuseDetected' || why === 'foreignDevice';
      return stolen ? [{ ...told, kind: 'sessionStolen', about: { at: new Date(event.time) } }] : [];
    }
    case accountLocked.type: {
      const { until } = event.data as DataOf<typeof accountLocked>;
      return [{ ...told, kind: 'accountLocked', about: { until: until === null ? null : new Date(until) } }];
    }
    case impersonationStarted.type: {
      const { until, why: reason } = event.data as DataOf<typeof impersonationStarted>;
      return [{ ...told, kind: 'impersonation', about: { until: new Date(until), reason } }];
    }
    case factorEnrolled.type:
    case factorRemoved.type: {
      const { kind: factor } = event.data as DataOf<typeof factorEnrolled>;
      return [{ ...told, kind: event.type === factorEnrolled.type ? 'factorAdded' : 'factorRemoved', about: { factor } }];
    }
    case factorResetRequested.type: {
      const { takesTwo, dueAt } = event.data as DataOf<typeof factorResetRequested>;
      return [{ ...told, kind: 'factorReset', about: { at: takesTwo ? null : new Date(dueAt) } }];
    }
    case recoveryCodeUsed.type: {
      const { left } = event.data as DataOf<typeof recoveryCodeUsed>;
      return [{ ...told, kind: 'recoveryCodeUsed', about: { left } }];
    }
    case passwordChanged.type:
      return [{ ...told, kind: 'passwordChanged', about: null }];
    case accountSuspended.type:
      return [{ ...told, kind: 'accountSuspended', about: null }];
    default:
      return [];
  }
}
