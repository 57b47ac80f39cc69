import type { Sections } from '@praetor/subgraph/export';
import { showMembershipsOf } from '../db/organization-wall.ts';

/** What a person is given of accounts. No secret and no digest of one; why staff did something is their own word. */
export const exportedSections: Sections = {
  account: `select subject.id, status, email, email_verified_at, phone, phone_verified_at, display_name, roles, claimed, created_at, updated_at from accounts.account, subject where account.id = subject.uuid`,
  profile: `select avatar, about, locale, time_zone, currency, marketing_consent_at, privacy, updated_at from accounts.profile, subject where account_id = subject.uuid`,
  shop: `select shop_name, description, logo, support_email, support_phone, updated_at from accounts.shop, subject where account_id = subject.uuid`,
  sellerProfile: `select business_name, country, registration_number, since from accounts.seller_profile, subject where account_id = subject.uuid`,
  sellerApplications: `select stage, outcome, reasons, business_name, country, registration_number, volume_minor, currency, documents, applied_at, closed_at from accounts.seller_application, subject where account_id = subject.uuid`,
  kycChecks: `select kind, attempt, state, reasons, requested_at, decided_at from accounts.kyc_check, subject where account_id = subject.uuid`,
  kycStanding: `select level, since from accounts.kyc_standing, subject where account_id = subject.uuid`,
  trustStanding: `select tier, risk_level, evaluated_at from accounts.trust_standing, subject where account_id = subject.uuid`,
  devices: `select name, user_agent, first_seen_at, last_seen_at, last_ip from accounts.device, subject where account_id = subject.uuid`,
  sessions: `select ip, methods, assurance, created_at, refreshed_at, expires_at, revoked_at, revoked_why from accounts.session, subject where account_id = subject.uuid and impersonator_id is null`,
  passkeys: `select name, transports, created_at, last_used_at from accounts.passkey, subject where account_id = subject.uuid`,
  authenticators: `select created_at, confirmed_at from accounts.totp, subject where account_id = subject.uuid`,
  linkedIdentities: `select issuer, linked_identity.subject, email, linked_at, last_used_at from accounts.linked_identity, subject where account_id = subject.uuid`,
  factorResets: `select state, requested_at, due_at, closed_at from accounts.factor_reset, subject where account_id = subject.uuid`,
  recoveryCodes: `select used_at from accounts.recovery_code, subject where account_id = subject.uuid`,
  externalIdentities: `select source, ref, created_at from accounts.external_identity, subject where account_id = subject.uuid`,
  seenWith: `select kind, value, first_seen_at, last_seen_at from accounts.trace, subject where account_id = subject.uuid`,
  wallets: `select address, chain_id, message, signature, linked_at, unlinked_at from accounts.wallet, subject where account_id = subject.uuid`,
  memberships: `select organization_id, role, joined_at from accounts.membership, subject where account_id = subject.uuid`,
  teams: `select organization_id, team_id from accounts.team_member, subject where account_id = subject.uuid`,
  impersonations: `select started_at, expires_at, ended_at, ended_why from accounts.impersonation, subject where account_id = subject.uuid`,
  roleRequests: `select role, state, requested_at, expires_at, decided_at from accounts.role_request, subject where account_id = subject.uuid`,
  messages: `select channel, letter, created_at, sent_at from accounts.message, subject where account_id = subject.uuid`,
  proofs: `select purpose, address, requested_at, expires_at, ended_at from accounts.proof, subject where account_id = subject.uuid`,
  closings: `select status, by, case when by = 'owner' then reason end as reason, closed_at, erasure_at from accounts.closing, subject where account_id = subject.uuid`,
  holds: `select source, placed_at, released_at from accounts.hold, subject where account_id = subject.uuid`,
};

// Tables that name accounts and are in no copy, and why:
// account_link: tells who else was seen with the same thing
// data_export: the copy itself
// data_export_part: the same
// second_factor_guard: a counter of wrong guesses
// sign_in_challenge: a secret that lives for minutes
// wallet_challenge: a secret that lives for minutes

/** Opens the walls of vendors to what is the person's own in them. */
export const openOwn = showMembershipsOf;
