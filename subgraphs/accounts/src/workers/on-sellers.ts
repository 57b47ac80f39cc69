import { accountReinstated, accountUnlocked } from '@praetor/contracts/accounts';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { kycCheckDecided, sellerDocumentsSubmitted, sellerStageReached, sellerWithdrawn } from '@praetor/contracts/sellers';
import { trustScoreChanged, trustTierChanged } from '@praetor/contracts/trust';
import type { EventHandler } from '@praetor/events/handler';
import { isId, type Id } from '@praetor/kernel/id';
import type { Sagas } from '@praetor/subgraph/saga';
import { rememberStandings } from '../commands/remember-standings.ts';
import { openApplications } from '../queries/open-applications.ts';

export const sellerOnboarding = 'accounts.sellerOnboarding';

const ofTrust = [trustScoreChanged.type, trustTierChanged.type];
const ofApplications = [sellerStageReached.type, sellerDocumentsSubmitted.type, sellerWithdrawn.type, kycCheckDecided.type];
const ofAccounts = [accountReinstated.type, accountUnlocked.type];

/** Remembers what trust says of accounts, and has applications look again at what they wait for. */
export function onSellers(sagas: Sagas): EventHandler[] {
  return [
    {
      types: ofTrust,
      handle: (tx, events) =>
        rememberStandings(
          tx,
          events.map((event) => event.data as DataOf<typeof trustTierChanged>),
        ),
    },
    {
      types: [...ofApplications, ...ofTrust, ...ofAccounts],
      async handle(tx, events) {
        const open = await openApplications(
          tx,
          [...new Set(events.map(accountIn))].filter((id) => id !== null),
        );
        for (const event of events) {
          const id = applicationIn(event) ?? open.get(accountIn(event) ?? '');
          if (id) await sagas.wake(sellerOnboarding, id, event.id);
        }
      },
    },
  ];
}

const accountIn = ({ data }: Envelope): Id<'account'> | null => (isId('account', data['accountId']) ? data['accountId'] : null);
const applicationIn = ({ data }: Envelope): string | null =>
  typeof data['applicationId'] === 'string' ? data['applicationId'] : null;
