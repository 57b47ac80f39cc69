import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { isCheckKind, type Facts } from '../domain/seller-onboarding.ts';
import { AccountRow } from './account.entity.ts';
import { KycCheckRow, TrustStandingRow } from './kyc.entity.ts';
import { SellerApplicationRow } from './seller-application.entity.ts';

export async function applicationById(em: EntityManager, id: string): Promise<SellerApplicationRow> {
  const row = await em.findOne(SellerApplicationRow, { id: id as Id<'onboarding'> });
  if (!row) throw new NotFound('seller application');
  return row;
}

export async function lockApplication(
  tx: EntityManager,
  id: Id<'onboarding'>,
  expectedVersion?: number | null,
): Promise<SellerApplicationRow> {
  const row = await tx.findOne(SellerApplicationRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('seller application');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function checkById(em: EntityManager, id: string): Promise<KycCheckRow> {
  const row = await em.findOne(KycCheckRow, { id: id as Id<'kycCheck'> });
  if (!row) throw new NotFound('check');
  return row;
}

/** The check of the application's present stage and attempt; its application's row is locked first, wherever both are. */
export function checkOf(tx: EntityManager, { id, stage, attempt }: SellerApplicationRow): Promise<KycCheckRow | null> {
  if (!isCheckKind(stage)) return Promise.resolve(null);
  return tx.findOne(KycCheckRow, { applicationId: id, kind: stage, attempt });
}

/** What the application's next step depends on. */
export async function factsOf(tx: EntityManager, row: SellerApplicationRow): Promise<Facts> {
  const [check, standing, account] = [
    await checkOf(tx, row),
    await tx.findOne(TrustStandingRow, { accountId: row.accountId }),
    await tx.findOne(AccountRow, { id: row.accountId }),
  ];
  return { check, standing, mayTrade: account?.status === 'active' };
}
