import { identityProviderDisabled, identityProviderEnabled } from '@praetor/contracts/identity-providers';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { lockProvider, providerById } from '../db/identity-provider.store.ts';
import { ProviderUnavailable } from '../domain/identity-provider.ts';
import { accountOf } from './actor.ts';
import { providerResource } from './add-identity-provider.ts';
import type { Desk } from './desk.ts';

const Enable = z.object({ providerId: z.string(), expectedVersion: z.int().positive(), idempotencyKey });
const Disable = z.object({ providerId: z.string(), expectedVersion, idempotencyKey });

export const enableIdentityProviderRefusals = [SecondPersonNeeded, ProviderUnavailable, PolicyDenied, Conflict] as const;
export const disableIdentityProviderRefusals = [PolicyDenied, Conflict] as const;

/** A second person lets people sign in with the provider, as it was when they read it, and as it answers now. */
export async function enableIdentityProvider(room: Room, desk: Desk, raw: z.input<typeof Enable>): Promise<IdentityProviderRow> {
  const input = parse(Enable, raw);
  const id = parseId('identityProvider', input.providerId, 'providerId');
  const target = { type: 'identityProvider', id };
  // Asked before, and not within, the transaction.
  const unavailable = await desk.providers.check(await providerById(room.em.fork(), id)).then(
    () => null,
    (error: unknown) => error as Error,
  );
  return perform(room, { action: 'enableIdentityProvider', target, input, reload: providerById }, async (tx) => {
    const row = await lockProvider(tx.em, id, input.expectedVersion);
    if (row.changedById === accountOf(room.actor)) throw new SecondPersonNeeded();
    tx.authorize({ action: 'EnableIdentityProvider', resource: providerResource(row) });
    if (row.enabled) return row;
    if (unavailable) throw unavailable;
    row.enabled = true;
    row.updatedAt = tx.now;
    await tx.em.flush();
    const { issuer, displayName, changedById } = row;
    await tx.announce(identityProviderEnabled, {
      subject: target,
      data: { providerId: id, issuer, displayName, changedById },
      change: { before: { enabled: false }, after: { enabled: true } },
    });
    return row;
  });
}

/** Nobody signs in with the provider from this commit on. One person does it, at once; sessions stay. */
export async function disableIdentityProvider(room: Room, raw: z.input<typeof Disable>): Promise<IdentityProviderRow> {
  const input = parse(Disable, raw);
  const id = parseId('identityProvider', input.providerId, 'providerId');
  const target = { type: 'identityProvider', id };
  return perform(room, { action: 'disableIdentityProvider', target, input, reload: providerById }, async (tx) => {
    const row = await lockProvider(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ManageIdentityProvider', resource: providerResource(row) });
    if (!row.enabled) return row;
    row.enabled = false;
    row.updatedAt = tx.now;
    await tx.em.flush();
    const { issuer, displayName } = row;
    await tx.announce(identityProviderDisabled, {
      subject: target,
      data: { providerId: id, issuer, displayName },
      change: { before: { enabled: true }, after: { enabled: false } },
    });
    return row;
  });
}
