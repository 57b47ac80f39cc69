import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { z } from 'zod';
import { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { type Asserted, ProviderSignInFailed } from '../domain/identity-provider.ts';
import type { Desk } from './desk.ts';
import { type Linker, readTicket, spendTicket } from './provider-ticket.ts';

/** What comes back from a provider, and what the browser kept. */
export const redeemInput = {
  ticket: z.string().min(1).max(4000),
  /** The query string that the provider sent the browser back with. */
  callback: z
    .string()
    .max(8000)
    .transform((text) => new URLSearchParams(text)),
};

/** Who came back, from where. */
export interface Redeemed {
  readonly providerId: Id<'identityProvider'>;
  readonly issuer: string;
  readonly asserted: Asserted;
}

/**
 * Takes the ticket and exchanges the code, outside of any transaction: nothing of the database waits for a provider. `linker` is
 * whom the ticket has to be of; null for a sign-in. Throws {@link ProviderSignInFailed}, `ProviderUnavailable`.
 */
export async function redeem(
  room: Room,
  desk: Desk,
  { ticket: text, callback, linker }: { ticket: string; callback: URLSearchParams; linker: Linker },
): Promise<Redeemed> {
  const ticket = readTicket(desk.ticketSeal, room, text, callback);
  if (!isSame(ticket.linker, linker)) throw new ProviderSignInFailed();
  const { providerId, request } = ticket;
  const provider = await room.em.fork().findOne(IdentityProviderRow, { id: providerId, enabled: true });
  if (!provider?.redirectUris.includes(request.redirectUri)) throw new ProviderSignInFailed();
  await spendTicket(room, ticket);
  const asserted = await desk.providers.exchange(provider, request, callback);
  return { providerId, issuer: provider.issuer, asserted };
}

const isSame = (ticket: Linker, linker: Linker): boolean =>
  ticket?.accountId === linker?.accountId && ticket?.sessionId === linker?.sessionId;
