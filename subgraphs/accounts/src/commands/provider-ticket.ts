import { randomBytes } from 'node:crypto';
import type { Room } from '@praetor/events/room';
import { after, minutes } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import { z } from 'zod';
import { SealBroken, type Seal } from '../db/seal.ts';
import { ProviderSignInFailed } from '../domain/identity-provider.ts';
import type { Request } from './openid.ts';
import { spend } from './spend.ts';

/** How long people may take at the provider. */
export const ticketMinutes = 10;

const Content = z.object({
  providerId: z.custom<Id<'identityProvider'>>((value) => typeof value === 'string'),
  /** Who links, and in which session; null for a sign-in. */
  linker: z.object({ accountId: z.string(), sessionId: z.string().nullable() }).nullable(),
  request: z.object({
    redirectUri: z.string(),
    state: z.string(),
    nonce: z.string(),
    codeVerifier: z.string(),
    maxAgeSeconds: z.number().nullable(),
  }),
  until: z.iso.datetime(),
});
export type Ticket = z.infer<typeof Content>;
export type Linker = Ticket['linker'];

const prefix = 'pst_';
const random = (): string => randomBytes(32).toString('base64url');

/**
 * What the browser that begins keeps to itself until it comes back: whoever only has the provider's answer has nothing. It is
 * sealed, so that nothing is stored for a sign-in that never ends: the provider it goes to, `state`, `nonce` and the verifier of
 * PKCE (RFC 7636) are in it and unreadable. Bound to the tenant.
 */
export function issueTicket(
  seal: Seal,
  { actor, clock }: Room,
  begun: Pick<Ticket, 'providerId' | 'linker'> & Pick<Request, 'redirectUri' | 'maxAgeSeconds'>,
): { ticket: string; request: Request; expiresAt: Date } {
  const { providerId, linker, redirectUri, maxAgeSeconds } = begun;
  const request: Request = { redirectUri, state: random(), nonce: random(), codeVerifier: random(), maxAgeSeconds };
  const expiresAt = after(clock(), minutes(ticketMinutes));
  const content: Ticket = { providerId, linker, request, until: expiresAt.toISOString() };
  return { ticket: prefix + seal.close(JSON.stringify(content), actor.tenantId), request, expiresAt };
}

/** Reads a ticket of this tenant and checks that the answer is to it. Throws {@link ProviderSignInFailed}. */
export function readTicket(seal: Seal, { actor, clock }: Room, text: string, callback: URLSearchParams): Ticket {
  const ticket = openTicket(seal, actor.tenantId, text);
  const states = callback.getAll('state');
  if (!ticket || new Date(ticket.until) <= clock() || states.length !== 1 || states[0] !== ticket.request.state)
    throw new ProviderSignInFailed();
  return ticket;
}

function openTicket(seal: Seal, tenantId: Id<'tenant'>, text: string): Ticket | null {
  if (!/^pst_[\w-]{100,3900}$/.test(text)) return null;
  try {
    return Content.parse(JSON.parse(seal.open(text.slice(prefix.length), tenantId)));
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

/** Takes the ticket, once, before anybody is asked: of many that bring it at once, one goes on. Throws {@link ProviderSignInFailed}. */
export async function spendTicket(room: Room, { request, until }: Ticket): Promise<void> {
  // By what is in it: a sealed text can be written in more than one way.
  if (!(await spend(room, `provider/${request.state}`, new Date(until)))) throw new ProviderSignInFailed();
}
