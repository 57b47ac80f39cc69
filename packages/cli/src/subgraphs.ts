import { createAccountsService, store as accountsStore, type AccountsSettings, type MailEnv } from '@praetor/accounts/service';
import { createAdminService, store as admin } from '@praetor/admin/service';
import { createAuditService, store as audit } from '@praetor/audit/service';
import { createDisputesService, store as disputes } from '@praetor/disputes/service';
import { createNotificationsService, store as notifications } from '@praetor/notifications/service';
import type { Store } from '@praetor/postgres/orm';
import type { RunningSubgraph, SubgraphOptions } from '@praetor/subgraph/service';
import { createTrustService, store as trustStore } from '@praetor/trust/service';

export interface SubgraphParts {
  readonly store: Store;
  /** `secret` seals what a subgraph keeps of keys; those that keep none ignore it, and what only accounts needs. */
  readonly create: (
    options: SubgraphOptions & { secret: string; mail?: MailEnv; pepper?: string | null; settings?: AccountsSettings },
  ) => Promise<RunningSubgraph>;
}

export const accounts: SubgraphParts = { store: accountsStore, create: createAccountsService };

export const trust: SubgraphParts = { store: trustStore, create: createTrustService };

/** The six, in the order of their ports. */
export const subgraphs: readonly SubgraphParts[] = [
  accounts,
  trust,
  { store: admin, create: createAdminService },
  { store: audit, create: createAuditService },
  { store: disputes, create: createDisputesService },
  { store: notifications, create: createNotificationsService },
];
