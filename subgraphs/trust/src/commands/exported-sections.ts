import type { Sections } from '@praetor/subgraph/export';

/** What a person is given of trust: how they are judged, without what others said or staff wrote. */
export const exportedSections: Sections = {
  profile: `select score, tier, risk_level, manual_review, model_version, evaluated_at, updated_at from trust.trust_profile, subject where account_id = subject.uuid`,
  decisions: `select action, amount_minor, currency, context, outcome, reasons, conditions, score, tier, risk_level, model_version, decided_at, valid_until from trust.trust_decision, subject where account_id = subject.uuid`,
  overrides: `select state, tier, risk_level, until, requested_at, decided_at, ended_at, ended_why from trust.trust_override, subject where account_id = subject.uuid`,
  names: `select ref from trust.account_ref, subject where account_id = subject.uuid`,
};

// Tables that name accounts and are in no copy, and why:
// heard_statement: what others said; the score and the decisions that follow from it are given
// backtest_account: of a model under trial, nothing follows from it for anybody
// backtest_flip: the same
// shadow_decision: the same
// shadow_profile: the same
