import { loginSucceeded } from '@praetor/contracts/accounts';
import type { Envelope } from '@praetor/contracts/envelope';
import { orderCompleted, userRegistered } from '@praetor/contracts/marketplace';
import { refused } from '@praetor/contracts/refused';
import { envelopeOf } from '@praetor/events/announce';
import { newId, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { accountActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { appendEntries, type AppendOptions } from '../src/commands/append-entries.ts';
import { createAuditService, store } from '../src/service.ts';

export const origin = 'praetor.test';
export const secret = 'a secret of the deployment, for tests';

/** Audit alone, with stories told as events. */
export interface AuditWorld extends SubgraphWorld {
  readonly auditor: ReturnType<typeof accountActor>;
  /** Events of several kinds by several people, one refused in five, one with personal data in five. */
  story(count: number, tenantId?: Id<'tenant'>): Envelope[];
  /** What the consumer does with a batch. */
  append(events: readonly Envelope[], tenantId?: Id<'tenant'>, options?: Partial<AppendOptions>): Promise<void>;
}

export async function auditWorld(): Promise<AuditWorld> {
  const world = await subgraphWorld(store, (options) => createAuditService({ ...options, secret, origin }));
  const { clock, tenantId: own } = world;
  return Object.assign(world, {
    auditor: accountActor(own, ['AUDITOR']),
    story: (count: number, tenantId: Id<'tenant'> = own) =>
      Array.from({ length: count }, (_, at) => event(at, tenantId, clock.now())),
    append: (events: readonly Envelope[], tenantId: Id<'tenant'> = own, options: Partial<AppendOptions> = {}) =>
      inTenant(world.subgraph.orm, tenantId, (tx) =>
        appendEntries(tx, tenantId, events, { origin, now: clock.now(), ...options }),
      ),
  });
}

const people = Array.from({ length: 7 }, () => newId('account'));

function event(at: number, tenantId: Id<'tenant'>, now: Date): Envelope {
  const id = people[at % people.length]!;
  const actor = accountActor(tenantId, ['BUYER'], { id, ip: at % 2 ? '192.0.2.7' : null, userAgent: null });
  const cause = { actor, now };
  const subject = { type: 'account', id };
  switch (at % 5) {
    case 0:
      return envelopeOf(cause, refused.accounts, {
        subject,
        data: { action: 'assignRole', code: 'POLICY_DENIED', message: 'No.', target: subject },
        status: 'refused',
      });
    case 1:
      return ingested(
        at,
        envelopeOf(cause, userRegistered, {
          subject: { type: 'user', id: `u-${at}` },
          data: { userRef: `u-${at}`, kind: 'buyer', displayName: `Ada № ${at}`, email: `ada.${at}@example.org` },
        }),
      );
    case 2:
      return ingested(
        at,
        envelopeOf(cause, orderCompleted, {
          subject: { type: 'order', id: `o-${at}` },
          data: { orderRef: `o-${at}`, buyerRef: 'u-1', sellerRef: null, total: { amountMinor: at, currency: 'EUR' } },
        }),
      );
    default:
      return envelopeOf(cause, loginSucceeded, {
        subject,
        data: { accountId: id, sessionId: newId('session'), deviceId: newId('device'), newDevice: at % 2 === 0 },
        change: { before: { seen: at - 1 }, after: { seen: at } },
      });
  }
}

function ingested(at: number, envelope: Envelope): Envelope {
  return { ...envelope, id: `shop-${at}`, source: 'https://shop.example/events' };
}
