import type { EventContract } from './contract.ts';
import * as accountLinks from './account-links.ts';
import * as accounts from './accounts.ts';
import * as admin from './admin.ts';
import * as closing from './closing.ts';
import * as disputes from './disputes.ts';
import * as erased from './erased.ts';
import * as identityProviders from './identity-providers.ts';
import * as dataExports from './exports.ts';
import * as marketplace from './marketplace.ts';
import type { MarketplaceContract } from './marketplace.ts';
import * as notifications from './notifications.ts';
import * as organizations from './organizations.ts';
import * as profiles from './profiles.ts';
import * as refused from './refused.ts';
import * as sellers from './sellers.ts';
import * as searches from './searches.ts';
import * as trust from './trust.ts';
import * as trustBacktests from './trust-backtests.ts';
import * as trustModels from './trust-models.ts';
import * as wallets from './wallets.ts';

/** Every contract file of this folder; a test holds the list against the folder. */
const files: Record<string, unknown>[] = [
  accountLinks,
  accounts,
  admin,
  closing,
  disputes,
  erased,
  identityProviders,
  dataExports,
  marketplace,
  notifications,
  organizations,
  profiles,
  refused,
  sellers,
  searches,
  trust,
  trustBacktests,
  trustModels,
  wallets,
];

/** Every contract by its type: what may be announced, transported and audited at all. */
export const catalog: ReadonlyMap<string, EventContract> = index(files.flatMap(contractsIn));

/** What may come in through `POST /events`. Our own types are never accepted from outside. */
export const marketplaceCatalog: ReadonlyMap<string, MarketplaceContract> = index(contractsIn(marketplace).filter(isMarketplace));

/** The contracts that a module exports, by name or in a table of them. */
export function contractsIn(module: Record<string, unknown>): EventContract[] {
  return Object.values(module)
    .flatMap((value) => (isContract(value) || !isRecord(value) ? [value] : Object.values(value)))
    .filter(isContract);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isContract(value: unknown): value is EventContract {
  return isRecord(value) && 'type' in value && 'data' in value && 'parties' in value;
}

function isMarketplace(contract: EventContract): contract is MarketplaceContract {
  return contract.type.startsWith('marketplace.') && 'subjectOf' in contract;
}

function index<Contract extends EventContract>(contracts: Contract[]): Map<string, Contract> {
  const byType = new Map(contracts.map((contract) => [contract.type, contract]));
  if (byType.size !== contracts.length) throw new Error('Two contracts have the same type.');
  return byType;
}
