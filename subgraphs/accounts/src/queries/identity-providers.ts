import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { most } from '../domain/identity-provider.ts';

/** Providers of the tenant, those that are off too, newest first. */
export const identityProvidersPage = ({ em }: Room, page: PageArguments): Promise<Page<IdentityProviderRow>> =>
  keysetPage(em, IdentityProviderRow, {}, page);

/** What a sign-in page shows, by name. */
export const signInProviders = ({ em }: Room): Promise<IdentityProviderRow[]> =>
  em.find(IdentityProviderRow, { enabled: true }, { orderBy: { displayName: 'asc', id: 'asc' }, limit: most.providers });
