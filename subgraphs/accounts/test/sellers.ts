import type { Envelope } from '@praetor/contracts/envelope';
import type { Actor } from '@praetor/identity/actor';
import { applyAsSeller } from '../src/commands/apply-as-seller.ts';
import { decideKycCheck } from '../src/commands/decide-kyc-check.ts';
import { submitSellerDocuments } from '../src/commands/submit-seller-documents.ts';
import type { AccountsWorld, Person } from './world.ts';

/** Stories of people who want to sell, through commands only. */
export const documents = [{ kind: 'passport', reference: 'vault://documents/1', sha256: 'ab'.repeat(32) }];

export async function applied(world: AccountsWorld, { actor }: Person, amountMinor = 50_000n): Promise<void> {
  const expectedMonthlyVolume = { amountMinor, currency: 'EUR' };
  await applyAsSeller(world.room(actor), { businessName: 'Kettles & Co', country: 'DE', expectedMonthlyVolume });
  await world.drain();
}

export async function handedIn(world: AccountsWorld, { actor }: Person): Promise<void> {
  await submitSellerDocuments(world.room(actor), { applicationId: await openApplication(world, actor), documents });
  await world.drain();
}

export async function openApplication(world: AccountsWorld, actor: Actor): Promise<string> {
  const { data } = await world.query(actor, '{ mySellerApplication { id } }');
  return (data as { mySellerApplication: { id: string } }).mySellerApplication.id;
}

/** A reviewer decides the newest check of the person. */
export async function decided(
  world: AccountsWorld,
  person: Person,
  approve: boolean,
  reasons: string[] = [],
  reviewer: Actor = world.staff('MODERATOR'),
  kycCheckId?: string,
): Promise<void> {
  const id = kycCheckId ?? (await newestCheck(world, person)).id;
  await decideKycCheck(world.room(reviewer), { kycCheckId: id, approve, reasons });
  await world.drain();
}

export async function newestCheck(world: AccountsWorld, { account }: Person): Promise<{ id: string }> {
  const { data, errors } = await world.query(
    world.staff('ADMIN'),
    '{ kycChecks(first: 100) { edges { node { id account { id } } } } }',
  );
  if (errors) throw errors[0]!;
  const { edges } = (data as { kycChecks: { edges: { node: { id: string; account: { id: string } } }[] } }).kycChecks;
  const found = edges.find(({ node }) => node.account.id === account.id);
  if (!found) throw new Error('There is no check of this person.');
  return found.node;
}

export const eventsOf = async (world: AccountsWorld, { account }: Person, type: string): Promise<Envelope[]> =>
  (await world.announced(type)).filter(({ data }) => data['accountId'] === account.id);
