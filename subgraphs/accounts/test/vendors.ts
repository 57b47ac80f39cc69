import { idOf } from '@praetor/kernel/id';
import { z } from 'zod';
import { createOrganization } from '../src/commands/create-organization.ts';
import { acceptInvitation, inviteMember } from '../src/commands/organization-invitations.ts';
import type { OrganizationRow } from '../src/db/organization.entity.ts';
import { createSeal } from '../src/db/seal.ts';
import type { TeamRole } from '../src/domain/organization.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

export interface Vendor {
  readonly organizationId: OrganizationRow['id'];
  readonly owner: Person;
  /** Somebody who was invited and came. */
  join(role: TeamRole): Promise<Person>;
}

/** Accounts with stories of vendors. */
export interface VendorsWorld extends AccountsWorld {
  vendor(name?: string): Promise<Vendor>;
  /** The token of the last message to an address. */
  mailed(address: string): Promise<string>;
}

export async function vendorsWorld(): Promise<VendorsWorld> {
  const world = await accountsWorld();
  const seal = createSeal('test secret of at least 32 characters', 'message');
  const mailed = async (address: string): Promise<string> => {
    const { rows } = await world.admin.query<{ id: string; sealed: string }>(
      'select id, sealed from accounts.message where sealed is not null order by id desc',
    );
    const Parcel = z.object({ to: z.string(), text: z.string() });
    const parcels = rows.map(({ id, sealed }) => Parcel.parse(JSON.parse(seal.open(sealed, idOf('message', id)))));
    const token = /(?:in|ct)_[\w-]{43}/.exec(parcels.find(({ to }) => to === address)?.text ?? '');
    if (!token) throw new Error(`Nothing was mailed to ${address}.`);
    return token[0];
  };
  const vendor = async (name = 'A vendor'): Promise<Vendor> => {
    const owner = await world.person();
    const { id: organizationId } = await createOrganization(world.room(owner.actor), { name });
    return {
      organizationId,
      owner,
      async join(role) {
        const person = await world.person();
        await inviteMember(world.room(owner.actor), world.desk, { organizationId, email: person.email, role });
        await acceptInvitation(world.room(person.actor), { token: await mailed(person.email) });
        return person;
      },
    };
  };
  return Object.assign(world, { vendor, mailed });
}
