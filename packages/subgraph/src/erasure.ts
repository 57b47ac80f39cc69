import { erasureRequested } from '@praetor/contracts/closing';
import type { DataOf } from '@praetor/contracts/contract';
import { subjectErased } from '@praetor/contracts/erased';
import type { SubgraphName } from '@praetor/contracts/refused';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** For each kind of row: the account (UUID) that each wiped or removed row belonged to. */
export type Wiped = Record<string, readonly string[]>;

/**
 * What a subgraph does when a closed account's grace is over: wipes everything it holds of these accounts (UUIDs), in the
 * transaction that also announces that it did. Done again, it finds nothing more and says so.
 */
export function onErasure(
  subgraph: SubgraphName,
  erase: (tx: EntityManager, accounts: readonly string[], tenantId: Id<'tenant'>, now: Date) => Promise<Wiped>,
): EventHandler[] {
  return [
    {
      types: [erasureRequested.type],
      async handle(em, events, tenantId) {
        const asked = events.map(({ data }) => data as DataOf<typeof erasureRequested>);
        const wiped = await erase(
          em,
          asked.map(({ accountId }) => uuidOf(accountId as Id<'account'>)),
          tenantId,
          new Date(events.at(-1)!.time),
        );
        await effectsOf(em, `${subgraph}.erasure`, events, (tx, event) => {
          const { accountId, closingId } = event.data as DataOf<typeof erasureRequested>;
          const erased = Object.fromEntries(
            Object.entries(wiped).map(([kind, owners]) => [
              kind,
              owners.filter((uuid) => idOf('account', uuid) === accountId).length,
            ]),
          );
          return tx.announce(subjectErased[subgraph], {
            subject: { type: 'account', id: accountId },
            data: { accountId, closingId, erased },
          });
        });
      },
    },
  ];
}

/** What takes the place of words that told of somebody. */
export const erasedText = '[erased]';

/** The owners among rows that a statement returned. */
export const owners = (rows: readonly { account_id: string }[]): string[] => rows.map(({ account_id }) => account_id);
