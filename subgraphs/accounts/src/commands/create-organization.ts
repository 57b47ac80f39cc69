import { organizationCreated } from '@praetor/contracts/organizations';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { newId, uuidOf } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { MembershipRow } from '../db/membership.entity.ts';
import { openOrganizations, showMembershipsOf } from '../db/organization-wall.ts';
import { OrganizationRow } from '../db/organization.entity.ts';
import { enter } from '../db/organization.store.ts';
import { limits, OrganizationLimitReached } from '../domain/organization.ts';
import { accountOf } from './actor.ts';

const Input = z.object({ name: text(200), idempotencyKey });

export const createOrganizationRefusals = [OrganizationLimitReached] as const;

/** Somebody begins a vendor, as its first owner. */
export async function createOrganization(room: Room, raw: z.input<typeof Input>): Promise<OrganizationRow> {
  const input = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const { tenantId } = room.actor;
  const reload = async (em: Room['em'], id: string) => (await enter(em, accountId, id as OrganizationRow['id'])).organization;
  return perform(room, { action: 'createOrganization', target: null, input, reload }, async (tx) => {
    await lockAccountRow(tx.em, accountId);
    await showMembershipsOf(tx.em, accountId);
    const [owned] = await sql<{ n: number }>(
      tx.em,
      `select count(*)::int as n from accounts.membership where account_id = $1 and role = 'OWNER'`,
      [uuidOf(accountId)],
    );
    if (owned!.n >= limits.ownedByOne) throw new OrganizationLimitReached('ownedByOne');
    const id = newId('organization');
    await openOrganizations(tx.em, [id]);
    const times = { createdAt: tx.now, updatedAt: tx.now };
    const organization = tx.em.create(OrganizationRow, { id, tenantId, name: input.name, status: 'active', ...times });
    tx.em.create(MembershipRow, { tenantId, organizationId: id, accountId, role: 'OWNER', joinedAt: tx.now });
    await tx.em.flush();
    await tx.announce(organizationCreated, {
      subject: { type: 'organization', id },
      data: { organizationId: id, accountId, name: input.name },
      change: { before: null, after: { name: input.name, status: 'active' } },
    });
    return organization;
  });
}
