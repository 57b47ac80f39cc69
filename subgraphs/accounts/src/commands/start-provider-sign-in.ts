import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { InvalidInput, NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { ProviderUnavailable } from '../domain/identity-provider.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { issueTicket, type Linker } from './provider-ticket.ts';

const Begin = z.object({ providerId: z.string(), redirectUri: z.string().max(500) });
const SignIn = Begin.extend({ fresh: z.boolean().nullish() });

export const startProviderSignInRefusals = [ProviderUnavailable] as const;
export const startIdentityLinkRefusals = [ProviderUnavailable] as const;

/** How lately the person has to have authenticated at the provider where that has to be fresh. */
const freshSeconds = 5 * 60;

/** Where the browser goes, and what it keeps until it comes back. */
export interface ProviderSignIn {
  readonly authorizationUrl: string;
  readonly ticket: string;
  readonly expiresAt: Date;
}

/** Begins to sign in with a provider. Whoever is not signed in may: nothing is written, and nobody is named. */
export async function startProviderSignIn(room: Room, desk: Desk, raw: z.input<typeof SignIn>): Promise<ProviderSignIn> {
  const { fresh, ...input } = parse(SignIn, raw);
  return begin(room, desk, { ...input, linker: null, fresh: fresh ?? false });
}

/** Begins to link what the caller is at a provider with their account: in this session, and for none other. */
export async function startIdentityLink(room: Room, desk: Desk, raw: z.input<typeof Begin>): Promise<ProviderSignIn> {
  const { sessionId } = room.actor;
  return begin(room, desk, { ...parse(Begin, raw), linker: { accountId: accountOf(room.actor), sessionId }, fresh: false });
}

async function begin(
  room: Room,
  desk: Desk,
  { providerId, redirectUri, linker, fresh }: z.output<typeof Begin> & { linker: Linker; fresh: boolean },
): Promise<ProviderSignIn> {
  const id = parseId('identityProvider', providerId, 'providerId');
  const provider = await room.em.fork().findOne(IdentityProviderRow, { id, enabled: true });
  if (!provider) throw new NotFound('identity provider');
  // To the letter (RFC 9700 section 2.1): a code goes nowhere else.
  if (!provider.redirectUris.includes(redirectUri))
    throw new InvalidInput([
      { path: ['redirectUri'], message: 'Give one of those that the provider is set up with, to the letter.' },
    ]);
  const { maxAgeSeconds = null } = provider;
  const most = fresh ? Math.min(freshSeconds, maxAgeSeconds ?? freshSeconds) : maxAgeSeconds;
  const { ticket, request, expiresAt } = issueTicket(desk.ticketSeal, room, {
    providerId: id,
    linker,
    redirectUri,
    maxAgeSeconds: most,
  });
  return { ticket, expiresAt, authorizationUrl: await desk.providers.authorizationUrl(provider, request, fresh) };
}
