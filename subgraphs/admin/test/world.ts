import { accountCreated } from '@praetor/contracts/accounts';
import type { Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { assignFlag } from '../src/commands/assign-flag.ts';
import { raiseFlag } from '../src/commands/raise-flag.ts';
import type { FlagRow } from '../src/db/flag.entity.ts';
import { createAdminService, store } from '../src/service.ts';

export type Person = ReturnType<typeof accountActor>;

export interface Flagged {
  flag: FlagRow;
  reporter: Person;
  /** Whose listing it is. */
  owner: Person;
}

/** Admin alone, with stories that go through commands and events only. */
export interface AdminWorld extends SubgraphWorld {
  person(roles?: string[], tenantId?: Id<'tenant'>): Promise<Person>;
  /** A flag on a listing, raised by support. */
  flagged(): Promise<Flagged>;
  assigned(): Promise<Flagged & { moderator: Person }>;
}

let listings = 0;

export async function adminWorld(): Promise<AdminWorld> {
  const world = await subgraphWorld(store, createAdminService);
  const stories = {
    async person(roles = ['BUYER'], tenantId = world.tenantId): Promise<Person> {
      const actor = accountActor(tenantId, roles);
      const data = { accountId: actor.id, email: null, externalRef: null, roles, claimed: true };
      if (tenantId === world.tenantId) await world.receive(accountCreated, { subject: { type: 'account', id: actor.id }, data });
      return actor;
    },
    async flagged(): Promise<Flagged> {
      const [reporter, owner] = [await stories.person(['SUPPORT']), await stories.person(['SELLER'])];
      const entity = { type: 'listing', id: `listing-${(listings += 1)}` };
      const input = { entity, accountId: owner.id, category: 'counterfeit', reason: 'The logo is wrong.' };
      return { flag: await raiseFlag(world.room(reporter), input), reporter, owner };
    },
    async assigned() {
      const flagged = await stories.flagged();
      const moderator = await stories.person(['MODERATOR']);
      return { ...flagged, moderator, flag: await assignFlag(world.room(moderator), { flagId: flagged.flag.id }) };
    },
  };
  return Object.assign(world, stories);
}
