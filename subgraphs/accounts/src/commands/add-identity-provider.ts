import { identityProviderAdded } from '@praetor/contracts/identity-providers';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { PolicyDenied } from '@praetor/kernel/refusal';
import type { PolicyRequest } from '@praetor/authorization/cedar';
import { z } from 'zod';
import { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { providerById } from '../db/identity-provider.store.ts';
import { lockTenant } from '../db/registered-operation.store.ts';
import { IssuerTaken, most, TooManyProviders } from '../domain/identity-provider.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';
import { issuerInput, providerFields as fields, secretInput } from './provider-input.ts';

/** What a field is when it is left out. */
const orElse = <Field extends z.ZodType>(field: Field, otherwise: z.output<Field>) =>
  field.nullish().transform((value): z.output<Field> => (value ?? otherwise) as z.output<Field>);

const Input = z.object({
  issuer: issuerInput,
  clientSecret: secretInput.nullish(),
  displayName: fields.displayName,
  clientId: fields.clientId,
  redirectUris: fields.redirectUris,
  scopes: orElse(fields.scopes, ['openid', 'email', 'profile']),
  opensAccounts: orElse(fields.opensAccounts, false),
  emailDomains: orElse(fields.emailDomains, []),
  secondFactorAcr: orElse(fields.secondFactorAcr, []),
  secondFactorAmr: orElse(fields.secondFactorAmr, []),
  maxAgeSeconds: orElse(fields.maxAgeSeconds, null),
  idempotencyKey,
});

export const addIdentityProviderRefusals = [IssuerTaken, TooManyProviders, PolicyDenied] as const;

/** As policies see it. `requestedBy`: who last changed what it is trusted for. */
export const providerResource = ({
  id,
  tenantId,
  changedById,
}: Pick<IdentityProviderRow, 'id' | 'tenantId' | 'changedById'>): PolicyRequest['resource'] => ({
  type: 'IdentityProvider',
  id,
  attributes: { tenant: tenantId, requestedBy: changedById, concerned: changedById },
});

/** Describes a provider. It is off until another person switches it on: who it vouches for gets in. */
export async function addIdentityProvider(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<IdentityProviderRow> {
  // The secret stays out of what idempotency digests: that would be a fast hash of it.
  const { clientSecret = null, ...input } = parse(Input, raw);
  const { tenantId } = room.actor;
  const attempt = { action: 'addIdentityProvider', target: null, input, reload: providerById };
  return perform(room, attempt, async (tx) => {
    const id = newId('identityProvider');
    const changedById = accountOf(room.actor);
    tx.authorize({ action: 'ManageIdentityProvider', resource: providerResource({ id, tenantId, changedById }) });
    await lockTenant(tx.em, tenantId);
    if (await tx.em.count(IdentityProviderRow, { issuer: input.issuer })) throw new IssuerTaken();
    if ((await tx.em.count(IdentityProviderRow, {})) >= most.providers) throw new TooManyProviders();
    const { idempotencyKey: _key, ...settings } = input;
    const sealedSecret = clientSecret === null ? null : desk.providerSeal.close(clientSecret, id);
    const times = { createdAt: tx.now, updatedAt: tx.now };
    const row = tx.em.create(IdentityProviderRow, {
      ...settings,
      ...times,
      id,
      tenantId,
      sealedSecret,
      changedById,
      enabled: false,
    });
    await tx.em.flush();
    const { issuer, displayName, clientId } = row;
    await tx.announce(identityProviderAdded, {
      subject: { type: 'identityProvider', id },
      data: { providerId: id, issuer, displayName, clientId },
      change: { before: null, after: { ...settings, enabled: false } },
    });
    return row;
  });
}
