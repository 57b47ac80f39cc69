import { randomBytes } from 'node:crypto';
import { defaultPolicyEngine } from '@praetor/authorization/cedar';
import { sql } from '@praetor/postgres/sql';
import type { Room } from '@praetor/events/room';
import { systemActor } from '@praetor/identity/actor';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, newId, type Id } from '@praetor/kernel/id';
import { asWorker } from '@praetor/postgres/tenancy';
import { roomOf } from '@praetor/subgraph/executor';
import type { MikroORM } from '@mikro-orm/postgresql';
import { AccountRow } from '../db/account.entity.ts';
import { ApiKeyRow } from '../db/api-key.entity.ts';
import { normalisedEmail } from '../domain/email.ts';
import { personalRoles, type PersonalRole } from '../domain/roles.ts';
import { createApiKey, newApiKeySecret } from './create-api-key.ts';
import { createTenant } from './create-tenant.ts';
import { giveRole } from './give-role.ts';
import { openFirstAccount } from './open-account.ts';
import { inviteToSetUp } from './set-up-link.ts';
import { digestOf } from './session-tokens.ts';

export interface FoundingLogin {
  readonly role: PersonalRole;
  readonly email: string;
  readonly password: string;
}

/** Someone who sets their own password, by a link that is shown once. */
export interface FirstAdministrator {
  readonly email: string;
  /** Of `newSetUpToken`. Left unused where the address has an account. */
  readonly token: string;
}

/** A new marketplace and who may enter it first. Passwords and key cannot be read back from the database. */
export interface Founding {
  readonly slug: string;
  readonly name: string;
  readonly logins: readonly FoundingLogin[];
  readonly administrators?: readonly FirstAdministrator[];
  /** Of a partner that may send events. */
  readonly apiKey?: string;
}

const newPassword = (): string => randomBytes(12).toString('base64url');

const login = (role: PersonalRole, name: string): FoundingLogin => ({
  role,
  email: `${name}@demo.example`,
  password: newPassword(),
});

/** A demo that there is none of yet: a login for each role and a partner's key. */
export function newDemo(): Founding & { apiKey: string } {
  const logins: FoundingLogin[] = personalRoles.map((role) => login(role, role.toLowerCase()));
  // Staff roles take two people.
  logins.push(login('ADMIN', 'second.admin'));
  return { slug: 'demo', name: 'Demo marketplace', logins, apiKey: newApiKeySecret() };
}

/**
 * Makes what is missing of a tenant: itself, its first logins, its partner's key. The same again changes nothing;
 * everything goes through the commands that people use. No field of the graph leads here: who runs Praetor decides.
 */
export async function foundTenant({ orm }: { orm: MikroORM }, clock: Clock, founding: Founding): Promise<Id<'tenant'>> {
  const { slug, name, logins, administrators = [], apiKey } = founding;
  const known = await tenantNamed(orm, slug);
  const tenantId = known ?? newId('tenant');
  const actor = { ...systemActor('founding', tenantId), roles: ['ADMIN'] };
  const policies = defaultPolicyEngine();
  const room = (): Room => roomOf({ name: 'accounts', orm, clock, policies }, actor);
  if (!known) await createTenant(room(), { slug, name });
  await Promise.all(logins.map((login) => ensureLogin(room(), login)));
  for (const administrator of administrators) await ensureAdministrator(room(), administrator);
  if (apiKey && !(await room().em.findOne(ApiKeyRow, { digest: digestOf(apiKey) })))
    await createApiKey(room(), { name, operationsOnly: false }, apiKey);
  return tenantId;
}

async function tenantNamed(orm: MikroORM, slug: string): Promise<Id<'tenant'> | null> {
  const [found] = await asWorker(orm, (tx) => sql<{ id: string }>(tx, 'select id from accounts.tenant where slug = $1', [slug]));
  return found ? idOf('tenant', found.id) : null;
}

async function ensureLogin(room: Room, { role, email, password }: FoundingLogin): Promise<void> {
  const displayName = role.charAt(0) + role.slice(1).toLowerCase();
  const account =
    (await room.em.findOne(AccountRow, { email })) ?? (await openFirstAccount(room, { email, password, displayName }));
  if (!account.roles.includes(role)) await giveRole(room, { accountId: account.id, role });
}

async function ensureAdministrator(room: Room, { email: address, token }: FirstAdministrator): Promise<void> {
  const email = normalisedEmail(address);
  const known = await room.em.findOne(AccountRow, { email });
  const account = known ?? (await openFirstAccount(room, { email, password: null, displayName: 'Admin' }));
  if (!account.roles.includes('ADMIN')) await giveRole(room, { accountId: account.id, role: 'ADMIN' });
  if (!known) await inviteToSetUp(room, account, token);
}
