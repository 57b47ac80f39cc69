import { trustReviewRequested, trustScoreChanged, trustTierChanged } from '@praetor/contracts/trust';
import type { Envelope } from '@praetor/contracts/envelope';
import { announceAll, envelopeOf, type AnnouncementCause } from '@praetor/events/announce';
import type { Actor } from '@praetor/identity/actor';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Assessment } from '../domain/assess.ts';
import { newsOf, told, type Profile } from '../domain/profile.ts';
import type { StoredProfile } from './profile-rows.ts';

/** One profile before and after, and who or what made it change. */
export interface ProfileChange {
  readonly before: StoredProfile;
  readonly after: Profile;
  readonly actor: Actor;
}

/** Tells what is worth telling of these changes, in one statement, and returns the profiles to be kept. */
export async function announceNews(
  tx: EntityManager,
  changes: readonly ProfileChange[],
  at: (after: Profile) => Date,
): Promise<StoredProfile[]> {
  const envelopes: Envelope[] = [];
  const kept = changes.map(({ before, after, actor }) => {
    const news = newsOf(before.profile, after);
    envelopes.push(...envelopesOf(before, after, { actor, now: at(after) }));
    return { ...before, profile: told(after, news) };
  });
  await announceAll(tx, 'trust', envelopes);
  return kept;
}

function envelopesOf({ accountId, profile }: StoredProfile, after: Profile, cause: AnnouncementCause): Envelope[] {
  const news = newsOf(profile, after);
  const [was, is] = [profile.assessment, after.assessment];
  const data = dataOf(accountId, after);
  const common = { subject: { type: 'account', id: accountId }, change: { before: snapshot(was), after: snapshot(is) } };
  return [
    ...(news.scoreChanged
      ? [envelopeOf(cause, trustScoreChanged, { ...common, data: { ...data, previousScore: profile.announcedScore } })]
      : []),
    ...(news.tierChanged ? [envelopeOf(cause, trustTierChanged, { ...common, data: { ...data, previousTier: was.tier } })] : []),
    ...(news.reviewRequested ? [envelopeOf(cause, trustReviewRequested, { ...common, data })] : []),
  ];
}

function dataOf(accountId: Id<'account'>, { assessment, evaluatedAt }: Profile) {
  const { score, tier, riskLevel, modelVersion } = assessment;
  return { accountId, score, tier, riskLevel, modelVersion, evaluatedAt: new Date(evaluatedAt).toISOString() };
}

/** What audit shows as before and after. */
function snapshot({ score, tier, riskLevel, limits, modelVersion }: Assessment): object {
  return { score, tier, riskLevel, manualReview: limits.manualReview, modelVersion };
}
