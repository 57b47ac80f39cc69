import { kycCheckRequested, sellerDeadlineNear, sellerDocumentsReturned, sellerStageReached } from '@praetor/contracts/sellers';
import { effectsAt, type Transaction } from '@praetor/events/perform';
import type { Clock } from '@praetor/kernel/clock';
import { idOf, newId, parseId, uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { KycCheckRow } from '../db/kyc.entity.ts';
import type { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { checkOf, factsOf, lockApplication } from '../db/seller-application.store.ts';
import { type CheckKind, type Next, nextOf, secondReviewerFromMinor } from '../domain/seller-onboarding.ts';
import { activateSeller } from './activate-seller.ts';
import { closeApplication } from './close-application.ts';
import type { KycProvider } from './kyc-provider.ts';

export interface Onboarding {
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly provider: KycProvider;
}

/** What one step came to: another is due, nothing is before that many milliseconds, or never again. */
export type Advanced = 'again' | 'done' | { readonly waitMs: number };

const saga = 'accounts.sellerOnboarding';

/**
 * Does the one step of an application that is due now. Its row is locked and asked what is next, so a step that was done
 * already is not done again, whoever repeats it: a process that died before it could say so, a second one, an event that
 * came twice.
 */
export async function advanceSeller(onboarding: Onboarding, rawId: string): Promise<Advanced> {
  const { orm, clock, provider } = onboarding;
  const id = parseId('onboarding', rawId, 'applicationId');
  const tenantId = await tenantOf(orm, id);
  if (!tenantId) return 'done';
  const now = clock();
  const step = await inTenant(orm, tenantId, async (em) => {
    const row = await lockApplication(em, id);
    const next = nextOf(
      { ...row, outcome: row.outcome ?? null, remindedAt: row.remindedAt ?? null },
      await factsOf(em, row),
      now,
    );
    let order: KycCheckRow | null = null;
    await effectsAt(em, saga, { tenantId, now }, async (tx) => void (order = await take(tx, row, next, provider)));
    return { next, order: order as KycCheckRow | null };
  });
  if (step.order) await handOver(onboarding, tenantId, id, step.order);
  if (step.next.type === 'done') return await release(onboarding, tenantId, id);
  return step.next.type === 'wait' ? { waitMs: step.next.until.getTime() - now.getTime() } : 'again';
}

async function tenantOf(orm: MikroORM, id: Id<'onboarding'>): Promise<Id<'tenant'> | null> {
  const [found] = await asWorker(orm, (tx) =>
    sql<{ tenant_id: string }>(tx, 'select tenant_id from accounts.seller_application where id = $1', [uuidOf(id)]),
  );
  return found ? idOf('tenant', found.tenant_id) : null;
}

/** Writes and announces one step. A check that has to be handed over comes back. */
async function take(tx: Transaction, row: SellerApplicationRow, next: Next, provider: KycProvider): Promise<KycCheckRow | null> {
  switch (next.type) {
    case 'enter':
      Object.assign(row, { stage: next.stage, waitsFor: next.waitsFor, deadline: next.deadline });
      Object.assign(row, { attempt: 0, reasons: [], documents: [], stageSince: tx.now, remindedAt: null });
      await tx.announce(sellerStageReached, {
        ...subjectOf(row),
        data: { ...idsOf(row), stage: row.stage, waitsFor: row.waitsFor, until: row.deadline.toISOString() },
        change: { before: null, after: { stage: row.stage } },
      });
      return null;
    case 'return':
      Object.assign(row, { waitsFor: 'applicant', reasons: [...next.reasons], documents: [], deadline: next.deadline });
      row.remindedAt = null;
      await tx.announce(sellerDocumentsReturned, {
        ...subjectOf(row),
        data: { ...idsOf(row), stage: row.stage, reasons: [...next.reasons] },
      });
      return null;
    case 'remind':
      row.remindedAt = tx.now;
      await tx.announce(sellerDeadlineNear, {
        ...subjectOf(row),
        data: { ...idsOf(row), stage: row.stage, until: row.deadline.toISOString() },
      });
      return null;
    case 'beginCheck':
      return (await checkOf(tx.em, row)) ?? newCheck(tx, row, provider);
    case 'close':
      await closeApplication(tx, row, next.outcome, next.reasons);
      return null;
    case 'activate':
      await activateSeller(tx, row);
      return null;
    case 'wait':
    case 'done':
      return null;
  }
}

const idsOf = ({ id: applicationId, accountId }: SellerApplicationRow) => ({ applicationId, accountId });
const subjectOf = ({ id, accountId }: SellerApplicationRow) => ({
  subject: { type: 'sellerApplication', id },
  partitionKey: `account/${accountId}`,
});

function newCheck(tx: Transaction, row: SellerApplicationRow, provider: KycProvider): KycCheckRow {
  const { id: applicationId, tenantId, accountId, stage, attempt, documents, volumeMinor } = row;
  return tx.em.create(KycCheckRow, {
    id: newId('kycCheck'),
    tenantId,
    applicationId,
    accountId,
    kind: stage as CheckKind,
    attempt,
    provider: provider.name,
    state: 'handing',
    documents,
    takesTwo: BigInt(volumeMinor) >= secondReviewerFromMinor,
    firstReviewerId: null,
    decidedById: null,
    reasons: [],
    requestedAt: tx.now,
    decidedAt: null,
  });
}

/** Outside any transaction, since the provider may be far away; then it is written down that it has the check. */
async function handOver({ orm, clock, provider }: Onboarding, tenantId: Id<'tenant'>, id: Id<'onboarding'>, order: KycCheckRow) {
  await provider.begin(order);
  await inTenant(orm, tenantId, async (em) => {
    const row = await lockApplication(em, id);
    const check = await checkOf(em, row);
    if (check?.id !== order.id || check.state !== 'handing') return;
    await effectsAt(em, saga, { tenantId, now: clock() }, async (tx) => {
      check.state = 'pending';
      await tx.announce(kycCheckRequested, {
        ...subjectOf(row),
        subject: { type: 'kycCheck', id: check.id },
        data: { ...idsOf(row), kycCheckId: check.id, kind: check.kind },
      });
    });
  });
}

/** What the provider still has of an application that ended is taken back. */
async function release({ orm, provider }: Onboarding, tenantId: Id<'tenant'>, id: Id<'onboarding'>): Promise<'done'> {
  const cancelled = await inTenant(orm, tenantId, (em) => em.find(KycCheckRow, { applicationId: id, state: 'cancelled' }));
  for (const check of cancelled) await provider.cancel(check.id);
  return 'done';
}
