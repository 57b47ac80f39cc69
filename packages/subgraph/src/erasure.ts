import { erasureRequested } from '@praetor/contracts/closing';
import type { DataOf } from '@praetor/contracts/contract';
import { subjectErased } from '@praetor/contracts/erased';
import type { SubgraphName } from '@praetor/contracts/refused';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** For each kind of row: the account (UUID) that each wiped or removed row belonged to. */
export type Wiped = Record<string, readonly string[]>;

/**
 * What a subgraph does when a closed account's grace is over: wipes everything it holds of these accounts (UUIDs), events
 * that it could not handle too, in the transaction that also announces that it did. Done again, it finds nothing more and says so.
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
        const accounts = asked.map(({ accountId }) => uuidOf(accountId as Id<'account'>));
        const wiped = {
          ...(await erase(em, accounts, tenantId, new Date(events.at(-1)!.time))),
          inbox_failure: await forgetFailures(em, subgraph, accounts),
        };
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

/** Events that were set aside and name these accounts: handled later, they would bring back what is gone. */
async function forgetFailures(tx: EntityManager, subgraph: SubgraphName, accounts: readonly string[]): Promise<string[]> {
  const forgotten = await sql<{ account_id: string }>(
    tx,
    `delete from ${subgraph}.inbox_failure using unnest($1::uuid[], $2::text[]) as gone (account_id, name)
     where position(gone.name in envelope::text) > 0 returning gone.account_id`,
    [accounts, accounts.map((uuid) => idOf('account', uuid))],
  );
  return owners(forgotten);
}

/** What takes the place of words that told of somebody. */
export const erasedText = '[erased]';

/** The owners among rows that a statement returned. */
export const owners = (rows: readonly { account_id: string }[]): string[] => rows.map(({ account_id }) => account_id);
