import { randomBytes } from 'node:crypto';
import { defaultPolicyEngine } from '@praetor/authorization/cedar';
import type { Room } from '@praetor/events/room';
import { systemActor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, newId, type Id } from '@praetor/kernel/id';
import { asWorker } from '@praetor/postgres/tenancy';
import { roomOf } from '@praetor/subgraph/executor';
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from '@praetor/events/sql';
import { AccountRow } from '../db/account.entity.ts';
import { ApiKeyRow } from '../db/api-key.entity.ts';
import { personalRoles, type PersonalRole } from '../domain/roles.ts';
import { assignRole } from './assign-role.ts';
import { createApiKey, newApiKeySecret } from './create-api-key.ts';
import { createTenant } from './create-tenant.ts';
import { register } from './register.ts';
import { digestOf } from './session-tokens.ts';

/** What the caller keeps between starts: nothing here can be read back from the database. */
export interface DemoSecrets {
  readonly passwords: Readonly<Record<PersonalRole, string>>;
  readonly apiKey: string;
}

/** A demo tenant and who may enter it. */
export interface DemoAccess {
  readonly tenantId: Id<'tenant'>;
  readonly slug: 'demo';
  readonly logins: readonly { role: PersonalRole; email: string; password: string }[];
  /** Of a partner: may send events. */
  readonly apiKey: string;
}

const slug = 'demo';
const emailOf = (role: PersonalRole): string => `${role.toLowerCase()}@demo.example`;

/** New secrets for a demo that there is none of yet. */
export function newDemoSecrets(): DemoSecrets {
  const passwords = Object.fromEntries(personalRoles.map((role) => [role, randomBytes(12).toString('base64url')]));
  return { passwords: passwords as Record<PersonalRole, string>, apiKey: newApiKeySecret() };
}

/**
 * Makes what is missing of the demo: the tenant, one login a role, one API key. The same secrets given again change
 * nothing; everything goes through the commands that people use.
 */
export async function seedDemo(
  { orm }: { orm: MikroORM },
  { clock, secrets }: { clock: Clock; secrets: DemoSecrets },
): Promise<DemoAccess> {
  const known = await tenantNamed(orm);
  const tenantId = known ?? newId('tenant');
  const actor = { ...systemActor('demo', tenantId), roles: ['ADMIN'] };
  const room = (): Room => roomOf({ name: 'accounts', orm, clock, policies }, actor);
  if (!known) await createTenant(room(), { slug, name: 'Demo marketplace' });
  const logins = personalRoles.map((role) => ({ role, email: emailOf(role), password: secrets.passwords[role] }));
  await Promise.all(logins.map((login) => ensureLogin(room(), login)));
  if (!(await room().em.findOne(ApiKeyRow, { digest: digestOf(secrets.apiKey) })))
    await createApiKey(room(), { name: 'Demo marketplace' }, secrets.apiKey);
  return { tenantId, slug, logins, apiKey: secrets.apiKey };
}

const policies = defaultPolicyEngine();

async function tenantNamed(orm: MikroORM): Promise<Id<'tenant'> | null> {
  const [found] = await asWorker(orm, (tx) => sql<{ id: string }>(tx, 'select id from accounts.tenant where slug = $1', [slug]));
  return found ? idOf('tenant', found.id) : null;
}

async function ensureLogin(
  room: Room,
  { role, email, password }: { role: PersonalRole; email: string; password: string },
): Promise<void> {
  const displayName = `Demo ${role.toLowerCase()}`;
  const account = (await room.em.findOne(AccountRow, { email })) ?? (await register(room, { email, password, displayName }));
  if (!account.roles.includes(role)) await assignRole(room, { accountId: account.id, role });
}
