import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { parseId, uuidOf, type Id } from '@praetor/kernel/id';
import { enter, type Inside } from '../db/organization.store.ts';
import type { OrganizationRow } from '../db/organization.entity.ts';
import { accountOf } from './actor.ts';

/** What every command inside an organization takes. */
export interface OrganizationInput {
  organizationId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/**
 * The one shape of every command of a member: go in, decide, write, announce. The answer is the organization; `work` writes
 * nothing that is not its own.
 */
export function changeOrganization(
  room: Room,
  action: string,
  input: OrganizationInput,
  work: (tx: Transaction, inside: Inside & { by: Id<'account'> }) => Promise<void>,
): Promise<OrganizationRow> {
  const id = parseId('organization', input.organizationId, 'organizationId');
  const by = accountOf(room.actor);
  const reload = async (em: Room['em'], known: string) => (await enter(em, by, known as Id<'organization'>)).organization;
  return perform(room, { action, input, target: { type: 'organization', id }, reload }, async (tx) => {
    const inside = await enter(tx.em, by, id, input.expectedVersion);
    await work(tx, { ...inside, by });
    const { organization } = inside;
    await tx.em.flush();
    await touch(tx, organization);
    return organization;
  });
}

/** Whatever changes in it, its version does: `expectedVersion` holds for members and teams too. */
export async function touch(tx: Transaction, organization: OrganizationRow): Promise<void> {
  const next = 'update accounts.organization set version = version + 1, updated_at = $2 where id = $1';
  await sql(tx.em, next, [uuidOf(organization.id), tx.now]);
  await tx.em.refresh(organization);
}

export const organizationOf = (organization: OrganizationRow) => ({ type: 'organization', id: organization.id });
