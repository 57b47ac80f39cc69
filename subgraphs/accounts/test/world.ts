import { generateKeyPairSync } from 'node:crypto';
import type { Actor } from '@praetor/identity/actor';
import { systemActor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { giveRole } from '../src/commands/give-role.ts';
import { createDesk, type Desk } from '../src/commands/desk.ts';
import { createTenant } from '../src/commands/create-tenant.ts';
import { login } from '../src/commands/login.ts';
import { openFirstAccount } from '../src/commands/open-account.ts';
import { answerRequests } from '../src/commands/answer-requests.ts';
import type { Posting } from '../src/commands/post-message.ts';
import { register } from '../src/commands/register.ts';
import { verifyEmail } from '../src/commands/verify-email.ts';
import type { SessionTokens } from '../src/commands/session-tokens.ts';
import type { AccountRow } from '../src/db/account.entity.ts';
import type { PersonalRole } from '../src/domain/roles.ts';
import { createKeyring, type Keyring } from '../src/db/keyring.ts';
import { type AccountsSettings, createAccountsService, readAccountsSettings, store } from '../src/service.ts';

export const password = 'a quiet walk at dawn';
export const secret = 'test secret of at least 32 characters';
export const gateway = { ...systemActor('gateway', 'tnt_00000000000000000000000000'), roles: ['GATEWAY'] };

/** Someone who registered, and how they act when signed in. */
export interface Person {
  account: AccountRow;
  email: string;
  actor: Actor & { id: Id<'account'> };
}

/** Accounts alone, with stories that go through commands only. */
export interface AccountsWorld extends SubgraphWorld {
  readonly keys: Keyring;
  readonly desk: Desk;
  /** What was sent, secrets and all. */
  readonly posted: readonly Posting[];
  /** Answers what was asked for; the newest code or token that was sent to an address. */
  secretFor(to: string): Promise<string>;
  readonly partner: Actor;
  /** Another marketplace. */
  tenant(): Promise<Id<'tenant'>>;
  person(roles?: string[], tenantId?: Id<'tenant'>): Promise<Person>;
  signIn(person: Person, deviceId?: string): Promise<SessionTokens>;
  /** Registers, and proves the address. */
  join(email: string, options?: { password?: string; tenantId?: Id<'tenant'> }): Promise<SessionTokens>;
  /** What the gateway learns of a session. */
  active(sessionId: string): Promise<boolean>;
  /** As staff would: signed in, with these roles. */
  staff(...roles: string[]): Actor & { id: Id<'account'> };
  /** Staff with an account: what two people decide asks whether the first still has the authority. */
  employ(role: PersonalRole): Promise<Person>;
}

export async function accountsWorld(settings: Partial<AccountsSettings> = {}): Promise<AccountsWorld> {
  const tokenKey = generateKeyPairSync('ed25519').privateKey;
  const common = { secret, tokenKey, settings: { ...readAccountsSettings({}), ...settings } };
  const world = await subgraphWorld(store, (options) => createAccountsService({ ...options, ...common }));
  const keys = createKeyring({ secret, tokenKey, clock: world.clock.now, orm: () => world.subgraph.orm });
  const desk = createDesk({ secret, keys, settings: common.settings, clock: world.clock.now, pages: null, sendsTexts: true });
  const posted: Posting[] = [];
  const { post } = desk.post;
  Object.assign(desk.post, { post: (...sent: Parameters<typeof post>) => (posted.push(sent[1]), post(...sent)) });
  let people = 0;
  const stories = {
    keys,
    desk,
    posted,
    async secretFor(to: string) {
      await answerRequests({ orm: world.subgraph.orm, clock: world.clock.now, desk });
      const found = posted.findLast((one) => one.to === to);
      if (!found) throw new Error(`Nothing was sent to ${to}.`);
      return found.secret;
    },
    partner: partnerActor(world.tenantId),
    async tenant(tenantId = newId('tenant')) {
      const slug = `t-${tenantId.slice(4)}`.replaceAll('_', '-');
      await createTenant(world.room(systemActor('test', tenantId)), { slug, name: 'A marketplace' });
      return tenantId;
    },
    async person(roles = ['BUYER'], tenantId = world.tenantId): Promise<Person> {
      const email = `person-${(people += 1)}@example.com`;
      const founder = { ...systemActor('test', tenantId), roles: ['ADMIN'] };
      const account = await openFirstAccount(world.room(founder), { email, password, displayName: `Person ${people}` });
      return { account, email, actor: accountActor(tenantId, roles, { id: account.id }) as Person['actor'] };
    },
    signIn: (person: Person, deviceId?: string) =>
      login(world.room(anonymousActor(person.actor.tenantId)), desk, { email: person.email, password, deviceId }),
    async join(email: string, { password: chosen = password, tenantId = world.tenantId } = {}) {
      const room = world.room(anonymousActor(tenantId));
      const { id: requestId } = await register(room, desk, { email, password: chosen });
      return verifyEmail(room, desk, { requestId, code: await stories.secretFor(email) });
    },
    async active(sessionId: string) {
      const { data, errors } = await world.query(gateway, 'query ($id: ID!) { sessionStates(ids: [$id]) { active } }', {
        id: sessionId,
      });
      if (errors) throw errors[0]!;
      return (data as { sessionStates: ({ active: boolean } | null)[] }).sessionStates[0]?.active ?? false;
    },
    staff: (...roles: string[]) => accountActor(world.tenantId, roles),
    async employ(role: PersonalRole): Promise<Person> {
      const person = await stories.person(['BUYER', role]);
      const founder = { ...systemActor('test', world.tenantId), roles: ['ADMIN'] };
      await giveRole(world.room(founder), { accountId: person.account.id, role });
      return person;
    },
  };
  await stories.tenant(world.tenantId);
  return Object.assign(world, stories);
}
