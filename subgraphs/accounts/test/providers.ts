import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { addIdentityProvider } from '../src/commands/add-identity-provider.ts';
import { finishProviderSignIn } from '../src/commands/finish-provider-sign-in.ts';
import { linkIdentity } from '../src/commands/link-identity.ts';
import type { ProviderSignIn } from '../src/commands/start-provider-sign-in.ts';
import { startIdentityLink, startProviderSignIn } from '../src/commands/start-provider-sign-in.ts';
import { enableIdentityProvider } from '../src/commands/switch-identity-provider.ts';
import type { IdentityProviderRow } from '../src/db/identity-provider.entity.ts';
import { type Browser, client, type OpenIdProvider, redirectUri, type Someone } from '@praetor/testkit/openid-provider';
import type { AccountsWorld } from './world.ts';

/** One administrator describes a provider, another switches it on. */
export async function setUpProvider(
  world: AccountsWorld,
  issuer: string,
  terms: object = {},
  tenantId: Id<'tenant'> = world.tenantId,
): Promise<IdentityProviderRow> {
  const admin = (): Room => world.room(accountActor(tenantId, ['ADMIN']));
  const described = { issuer, displayName: 'Example ID', redirectUris: [redirectUri], ...client, ...terms };
  const provider = await addIdentityProvider(admin(), world.desk, described);
  return enableIdentityProvider(admin(), world.desk, { providerId: provider.id, expectedVersion: provider.version });
}

/** Someone without an account in sight, in a tenant. */
export const visitor = (world: AccountsWorld, tenantId = world.tenantId): Room => world.room(anonymousActor(tenantId));

export const begin = (world: AccountsWorld, { id: providerId }: { id: string }, more: object = {}): Promise<ProviderSignIn> =>
  startProviderSignIn(visitor(world), world.desk, { providerId, redirectUri, ...more });

export const finish = (world: AccountsWorld, ticket: string, callback: string) =>
  finishProviderSignIn(visitor(world), world.desk, { ticket, callback });

/** Goes there and back. */
export async function signInAt(
  world: AccountsWorld,
  there: OpenIdProvider,
  provider: { id: string },
  someone: Someone,
  browser: Browser = new Map(),
) {
  const { authorizationUrl, ticket } = await begin(world, provider);
  return finish(world, ticket, await there.visit(authorizationUrl, someone, browser));
}

/** Links in a session of one's own. */
export async function linkAt(
  world: AccountsWorld,
  there: OpenIdProvider,
  provider: { id: string },
  someone: Someone,
  room: Room,
) {
  const { authorizationUrl, ticket } = await startIdentityLink(room, world.desk, { providerId: provider.id, redirectUri });
  return linkIdentity(room, world.desk, { ticket, callback: await there.visit(authorizationUrl, someone) });
}
