import type { Sections } from '@praetor/subgraph/export';

/** What a person is given of disputes: how each stands, their own words, and what was decided. The other side is left out. */
export const exportedSections: Sections = {
  disputes: `
    select case when claimant_id = subject.uuid then 'claimant' else 'respondent' end as side, order_ref, external_ref, category,
      case when claimant_id = subject.uuid then description end as description,
      case when respondent_id = subject.uuid then remedy end as remedy,
      case when claimant_id = subject.uuid and not appealed then grounds end as grounds,
      claim_minor, claim_currency, status, outcome, rationale, refund_minor, refund_currency, appealed, closed_why, opened_at, updated_at
    from disputes.dispute, subject where claimant_id = subject.uuid or respondent_id = subject.uuid`,
  evidence: `select kind, title, statement, uri, sha256, submitted_at from disputes.evidence, subject where submitted_by_id = subject.uuid`,
  party: `select may_open from disputes.party, subject where account_id = subject.uuid`,
};
