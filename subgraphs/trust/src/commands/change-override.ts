import { trustOverrideActivated, trustOverrideDeclined, trustOverrideEnded } from '@praetor/contracts/trust';
import type { Transaction } from '@praetor/events/perform';
import type { Actor } from '@praetor/identity/actor';
import type { Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lockLiving } from '../db/trust-override.store.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import type { TrustOverrideRow } from '../db/trust-override.entity.ts';
import type { Fact } from '../domain/fact.ts';
import type { OverrideEnd } from '../domain/override.ts';
import { learnOf } from '../domain/profile.ts';
import { announceNews } from './announce-news.ts';
import { keepHistory } from './history.ts';
import { lockProfiles, writeProfiles, type StoredProfile } from './profile-rows.ts';

/** Who makes an override begin or end, and the account's profile, locked. */
export interface Hand {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly stored: StoredProfile;
}

/** Locks an account's profile: whoever changes its overrides does so before anything else. */
export async function lockProfile(em: EntityManager, accountId: Id<'account'>): Promise<StoredProfile> {
  // There may be no profile yet, and no row to lock.
  await sql(em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.override ${accountId}`]);
  const [stored] = await lockProfiles(em, [accountId], await liveModelOf(em));
  return stored!;
}

/** The override holds from now on; one that held before is replaced. */
export async function activate(hand: Hand, row: TrustOverrideRow): Promise<void> {
  const { tx, stored } = hand;
  const now = tx.now;
  const { severe } = stored.profile.assessment;
  for (const other of await lockLiving(tx.em, row.accountId)) {
    if (other.id !== row.id && other.state === 'active')
      await end({ ...hand, stored: await lockProfile(tx.em, row.accountId) }, other, 'replaced');
  }
  Object.assign(row, { state: 'active', endedAt: null, endedWhy: null });
  await tx.em.flush();
  const { id, tier, riskLevel = null, until } = row;
  const override = { id, tier, riskLevel, severe, until: until.getTime() };
  await keep(
    { ...hand, stored: await lockProfile(tx.em, row.accountId) },
    {
      ...about(row, now),
      fact: 'overridden',
      override,
    },
  );
  await tx.announce(trustOverrideActivated, {
    subject: subjectOf(row),
    data: { ...dataOf(row), severe, requestedById: row.requestedById, approvedById: row.decidedById ?? null },
  });
}

/** The override holds no more. */
export async function end(
  hand: Hand,
  row: TrustOverrideRow,
  why: Extract<OverrideEnd, 'expired' | 'revoked' | 'replaced'>,
): Promise<void> {
  const { tx } = hand;
  Object.assign(row, { state: 'ended', endedAt: tx.now, endedWhy: why });
  await tx.em.flush();
  await keep(hand, { ...about(row, tx.now), fact: 'overrideEnded', overrideId: row.id });
  await tx.announce(trustOverrideEnded, { subject: subjectOf(row), data: { ...dataOf(row), why } });
}

/** It was asked for, and never holds. */
export async function decline(
  tx: Transaction,
  row: TrustOverrideRow,
  why: Extract<OverrideEnd, 'rejected' | 'withdrawn' | 'expired'>,
): Promise<void> {
  Object.assign(row, { state: 'declined', endedAt: tx.now, endedWhy: why });
  await tx.em.flush();
  await tx.announce(trustOverrideDeclined, { subject: subjectOf(row), data: { ...dataOf(row), why } });
}

/** Keeps the profile with the fact, and tells what follows for tier and risk. */
async function keep({ tx, actor, stored }: Hand, fact: Fact): Promise<void> {
  const after = learnOf(stored.profile, fact, await liveModelOf(tx.em), tx.now.getTime());
  const changed = await announceNews(tx.em, [{ before: stored, after, actor }], () => tx.now);
  await writeProfiles(tx.em, actor.tenantId, changed, tx.now);
  const said = { accountId: stored.accountId, ofMarketplace: false, statement: fact };
  await keepHistory(tx.em, actor.tenantId, [said], tx.now);
}

const about = ({ accountId, id }: TrustOverrideRow, now: Date) => ({ accountId, at: now.getTime(), eventId: id });

export const subjectOf = ({ accountId }: TrustOverrideRow) => ({ type: 'account', id: accountId });

export function dataOf({ id, accountId, tier, riskLevel = null, until }: TrustOverrideRow) {
  return { overrideId: id, accountId, tier, riskLevel, until: until.toISOString() };
}
