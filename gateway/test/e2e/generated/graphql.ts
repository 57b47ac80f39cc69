/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What two accounts share. `IP`: an IPv4 address or an IPv6 /64. */
export type AccountLinkKind =
  | 'DEVICE'
  | 'IP'
  | 'PAYOUT'
  | 'WALLET';

/** How an account stands. Only `ACTIVE` ones can log in; `CLOSED` is final. */
export type AccountStatus =
  | 'ACTIVE'
  | 'CLOSED'
  | 'LOCKED'
  | 'PENDING'
  | 'SUSPENDED';

export type AnswerDisputeInput = {
  disputeId: string | number;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  remedy: string;
};

export type AssignFlagInput = {
  /** A colleague; you when left out. */
  assigneeId?: string | number | null | undefined;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  flagId: string | number;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
};

/** How far the end of an account has come. `GRACE`: it can come back; `HELD`: something keeps its data; `ERASING`: subgraphs were asked; `ERASED`: all answered. */
export type ClosingStatus =
  | 'CANCELLED'
  | 'ERASED'
  | 'ERASING'
  | 'GRACE'
  | 'HELD';

export type ContestDisputeAnswerInput = {
  disputeId: string | number;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  grounds: string;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
};

export type DecideDisputeInput = {
  disputeId: string | number;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  outcome: DisputeOutcome;
  /** Why, for both parties to read. */
  rationale: string;
  refund?: MoneyInput | null | undefined;
};

export type DisputeOutcome =
  | 'PARTIALLY_UPHELD'
  | 'REJECTED'
  | 'UPHELD';

/** Where a dispute stands. `CLOSED` and `WITHDRAWN` are final. */
export type DisputeStatus =
  | 'ANSWERED'
  | 'AWAITING_REVIEW'
  | 'CLOSED'
  | 'DECIDED'
  | 'OPEN'
  | 'UNDER_REVIEW'
  | 'WITHDRAWN';

/** Any governed thing: its type in lower camel case, and its id there. */
export type EntityRefInput = {
  id: string | number;
  type: string;
};

/** What a flag ended in: nothing, a warning or suspension of the account, or the entity taken off the marketplace. */
export type FlagResolution =
  | 'DELIST'
  | 'DISMISS'
  | 'SUSPEND'
  | 'WARN';

export type FlagSeverity =
  | 'CRITICAL'
  | 'HIGH'
  | 'LOW'
  | 'MEDIUM';

/** Where a flag stands. `RESOLVED` is final. */
export type FlagStatus =
  | 'ASSIGNED'
  | 'OPEN'
  | 'RESOLVED';

export type LoginInput = {
  /** An id that the client makes at random and keeps on this device: the session refreshes only with it. */
  deviceId?: string | null | undefined;
  /** What an earlier login on this device gave: strangers who guess do not keep its owner out. */
  deviceToken?: string | null | undefined;
  email: string;
  password: string;
};

/** Whole minor units (ISO 4217 exponent) of one currency: 12.50 EUR is 1250. */
export type MoneyInput = {
  amountMinor: string;
  currency: string;
};

export type NotificationKind =
  | 'ACCOUNT_LOCKED'
  | 'ACCOUNT_SUSPENDED'
  | 'DISPUTE_ANSWERED'
  | 'DISPUTE_APPEALED'
  | 'DISPUTE_CLOSED'
  | 'DISPUTE_DECIDED'
  | 'DISPUTE_OPENED'
  | 'DISPUTE_WITHDRAWN'
  | 'FACTOR_ADDED'
  | 'FACTOR_REMOVED'
  | 'FACTOR_RESET'
  | 'IMPERSONATION'
  | 'NEW_DEVICE'
  | 'PASSWORD_CHANGED'
  | 'RECOVERY_CODE_USED'
  | 'SELLER_ACTIVATED'
  | 'SELLER_DEADLINE_NEAR'
  | 'SELLER_DOCUMENTS_RETURNED'
  | 'SELLER_DOCUMENTS_WANTED'
  | 'SELLER_REJECTED'
  | 'SESSION_STOLEN'
  | 'TRUST_TIER_LOWERED'
  | 'WARNING';

export type OpenDisputeInput = {
  /** What kind of thing went wrong. */
  category: string;
  /** The most that can be awarded. */
  claim?: MoneyInput | null | undefined;
  description: string;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  /** The marketplace’s id of the order. */
  orderRef?: string | null | undefined;
  /** The account on the other side. */
  respondentId: string | number;
};

export type OverrideTrustInput = {
  accountId: string | number;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  reason: string;
  /** Null leaves risk to the model. */
  riskLevel?: TrustRiskLevel | null | undefined;
  tier: TrustTier;
  /** Within a year. */
  until: string;
};

export type RaiseFlagInput = {
  /** Who answers for it, when you know. An account answers for itself. */
  accountId?: string | number | null | undefined;
  /** What kind of thing is wrong. */
  category: string;
  /** What needs a look. */
  entity: EntityRefInput;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  reason: string;
  /** MEDIUM unless you say otherwise. */
  severity?: FlagSeverity | null | undefined;
};

export type RegisterInput = {
  /** What others of the marketplace see. */
  displayName?: string | null | undefined;
  email: string;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  /** At least 8 characters; a few unrelated words are easy to keep in mind. */
  password: string;
};

export type RegisterOperationsInput = {
  /** Whose they are. Left out: everybody’s of the tenant. */
  apiKeyId?: string | number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  /** Apollo’s persisted-query manifest, or a map of ids and texts as Relay and codegen’s client preset write it. */
  manifest: unknown;
};

export type RemoveOperationInput = {
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** Also when it ran within seven days. */
  force?: boolean | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  operationId: string | number;
};

export type ResolveFlagInput = {
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  flagId: string | number;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  /** Why. A warning tells it to the account. */
  reason: string;
  resolution: FlagResolution;
};

export type RevokeTrustOverrideInput = {
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  overrideId: string | number;
  reason: string;
};

export type RotateApiKeyInput = {
  apiKeyId: string | number;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
  /** Until when the present secret counts beside the new one: at most 30 days, a day unless set. */
  previousUntil?: string | null | undefined;
};

export type StartDisputeReviewInput = {
  disputeId: string | number;
  /** Refuse with `Conflict` when it changed since it was read. */
  expectedVersion?: number | null | undefined;
  /** The same key with the same input has one effect and one answer, for 7 days. */
  idempotencyKey?: string | null | undefined;
};

/** What a member of a vendor’s team is. */
export type TeamRole =
  | 'AGENT'
  | 'FINANCE'
  | 'MANAGER'
  | 'OWNER'
  | 'VIEWER';

/** `LIMIT`: yes, within the limits. `REVIEW`: someone should look first. */
export type TrustOutcome =
  | 'ALLOW'
  | 'DENY'
  | 'LIMIT'
  | 'REVIEW';

/** `PENDING`: a second person has to agree. `DECLINED`: it never held. */
export type TrustOverrideState =
  | 'ACTIVE'
  | 'DECLINED'
  | 'ENDED'
  | 'PENDING';

export type TrustRiskLevel =
  | 'CRITICAL'
  | 'HIGH'
  | 'LOW'
  | 'MEDIUM';

/** How far an account is trusted. `NEW`: too little is known of it to say more. */
export type TrustTier =
  | 'LOW'
  | 'NEW'
  | 'PREFERRED'
  | 'STANDARD'
  | 'TRUSTED';

export type VerifyEmailInput = {
  /** Eight digits, spaces or not. */
  code: string;
  /** An id that the client makes at random and keeps on this device: the session refreshes only with it. */
  deviceId?: string | null | undefined;
  /** What an earlier login on this device gave: strangers who guess do not keep its owner out. */
  deviceToken?: string | null | undefined;
  /** The `id` that asking for the code gave. */
  requestId: string | number;
};

export type WholeQueryVariables = Exact<{
  id: string | number;
}>;


export type WholeQuery = { account: { id: string, email: string | null, status: AccountStatus | null, profile: { about: string | null }, wallet: { address: string } | null, linkedAccounts: { edges: Array<{ node: { kind: AccountLinkKind } }> } | null, memberships: { edges: Array<{ node: { role: TeamRole } }> } | null, closing: { status: ClosingStatus } | null, trust: { score: number } | null, flags: { edges: Array<{ node: { id: string } }> } | null, disputes: { edges: Array<{ node: { id: string } }> } | null, notifications: { edges: Array<{ node: { id: string } }> } | null, auditTrail: { edges: Array<{ node: { type: string } }> } | null } | null };

export type OpenMutationVariables = Exact<{
  input: OpenDisputeInput;
}>;


export type OpenMutation = { openDispute:
    | { __typename: 'Dispute', id: string, status: DisputeStatus, claim: { amountMinor: string, currency: string } | null }
    | { __typename: 'DisputeMayNotOpen', code: string }
    | { __typename: 'DisputeNotAParty', code: string }
    | { __typename: 'DisputeSelf', code: string }
    | { __typename: 'DisputeUnknownRespondent', code: string }
    | { __typename: 'IdempotencyMismatch', code: string }
    | { __typename: 'InvalidInput', code: string }
    | { __typename: 'NotFound', code: string }
   | null };

export type AnswerMutationVariables = Exact<{
  input: AnswerDisputeInput;
}>;


export type AnswerMutation = { answerDispute:
    | { __typename: 'Conflict', code: string }
    | { __typename: 'Dispute', status: DisputeStatus }
    | { __typename: 'DisputeNotAParty', code: string }
    | { __typename: 'DisputeWrongState', code: string }
    | { __typename: 'IdempotencyMismatch', code: string }
    | { __typename: 'InvalidInput', code: string }
    | { __typename: 'NotFound', code: string }
   | null };

export type ContestMutationVariables = Exact<{
  input: ContestDisputeAnswerInput;
}>;


export type ContestMutation = { contestDisputeAnswer:
    | { __typename: 'Conflict' }
    | { __typename: 'Dispute', status: DisputeStatus }
    | { __typename: 'DisputeDeadlinePassed' }
    | { __typename: 'DisputeNotAParty' }
    | { __typename: 'DisputeWrongState' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
   | null };

export type ReviewMutationVariables = Exact<{
  input: StartDisputeReviewInput;
}>;


export type ReviewMutation = { startDisputeReview:
    | { __typename: 'Conflict' }
    | { __typename: 'Dispute', status: DisputeStatus, reviewer: { id: string } | null }
    | { __typename: 'DisputeConflictOfInterest' }
    | { __typename: 'DisputeNotAParty' }
    | { __typename: 'DisputeWrongState' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
   | null };

export type DecideMutationVariables = Exact<{
  input: DecideDisputeInput;
}>;


export type DecideMutation = { decideDispute:
    | { __typename: 'Conflict', code: string, message: string }
    | { __typename: 'Dispute', status: DisputeStatus, outcome: DisputeOutcome | null, appealBy: string | null }
    | { __typename: 'DisputeConflictOfInterest', code: string, message: string }
    | { __typename: 'DisputeNotAParty', code: string, message: string }
    | { __typename: 'DisputeRefundExceedsClaim', code: string, message: string }
    | { __typename: 'DisputeRefundOutcomeMismatch', code: string, message: string }
    | { __typename: 'DisputeWrongState', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'PolicyDenied', code: string, message: string }
   | null };

export type TrailQueryVariables = Exact<{
  subject: string;
}>;


export type TrailQuery = { auditEntries: { edges: Array<{ node: { index: string, type: string, status: string, change: unknown, decision: unknown, actor: { id: string } | null } }> } | null };

export type MixedQueryVariables = Exact<{
  id: string | number;
}>;


export type MixedQuery = { dispute: { status: DisputeStatus, reviewer: { id: string } | null } | null, disputesSummary: Array<{ count: number }> | null };

export type ToldQueryVariables = Exact<{ [key: string]: never; }>;


export type ToldQuery = { myNotifications: { edges: Array<{ node: { kind: NotificationKind, link: { type: string, id: string } | null } }> } | null, myTrust: { score: number, explanation: Array<{ points: number }> } | null };

export type ProofQueryVariables = Exact<{
  index: string;
}>;


export type ProofQuery = { auditProofBundle: string | null, auditCheckpoint: { publicKey: string } | null };

export type RaiseMutationVariables = Exact<{
  input: RaiseFlagInput;
}>;


export type RaiseMutation = { raiseFlag:
    | { __typename: 'Flag', id: string }
    | { __typename: 'FlagUnknownAccount', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
   | null };

export type AssignMutationVariables = Exact<{
  input: AssignFlagInput;
}>;


export type AssignMutation = { assignFlag:
    | { __typename: 'Conflict', code: string, message: string }
    | { __typename: 'Flag' }
    | { __typename: 'FlagAlreadyAssigned', code: string, message: string }
    | { __typename: 'FlagAssigneeNotStaff', code: string, message: string }
    | { __typename: 'FlagConflictOfInterest', code: string, message: string }
    | { __typename: 'FlagWrongState', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
   | null };

export type ResolveMutationVariables = Exact<{
  input: ResolveFlagInput;
}>;


export type ResolveMutation = { resolveFlag:
    | { __typename: 'Conflict', code: string, message: string }
    | { __typename: 'Flag' }
    | { __typename: 'FlagConflictOfInterest', code: string, message: string }
    | { __typename: 'FlagHeldByAnother', code: string, message: string }
    | { __typename: 'FlagResolutionMismatch', code: string, message: string }
    | { __typename: 'FlagWrongState', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'PolicyDenied', code: string, message: string }
   | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, status: AccountStatus | null } | null };

export type EverythingQueryVariables = Exact<{
  id: string | number;
}>;


export type EverythingQuery = { account: { email: string | null, status: AccountStatus | null, trust: { score: number, tier: TrustTier } | null, flags: { edges: Array<{ node: { status: FlagStatus } }> } | null, disputes: { edges: Array<{ node: { id: string, respondent: { displayName: string | null } } }> } | null, notifications: { edges: Array<{ node: { kind: NotificationKind } }> } | null, auditTrail: { edges: Array<{ node: { type: string } }> } | null } | null };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register:
    | { __typename: 'AccountTryLater', code: string, message: string }
    | { __typename: 'AccountWeakPassword', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProofRequest', id: string }
   | null };

export type VerifyEmailMutationVariables = Exact<{
  input: VerifyEmailInput;
}>;


export type VerifyEmailMutation = { verifyEmail:
    | { __typename: 'AccountInvalidCode', code: string, message: string }
    | { __typename: 'AccountIsLocked', code: string, message: string }
    | { __typename: 'AccountIsSuspended', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'SecondFactorRequired', code: string, message: string }
    | { __typename: 'SessionTokens', accessToken: string, account: { id: string } }
   | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login:
    | { __typename: 'AccountInvalidCredentials', code: string, message: string }
    | { __typename: 'AccountIsLocked', code: string, message: string }
    | { __typename: 'AccountIsSuspended', code: string, message: string }
    | { __typename: 'AccountTryLater', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'SecondFactorRequired', code: string, message: string }
    | { __typename: 'SessionTokens', accessToken: string, refreshToken: string, account: { id: string } }
   | null };

export type NewPartnerMutationVariables = Exact<{ [key: string]: never; }>;


export type NewPartnerMutation = { createApiKey:
    | { secret: string | null, apiKey: { id: string } }
    | Record<PropertyKey, never>
   | null };

export type RegisterInstalledMutationVariables = Exact<{
  input: RegisterOperationsInput;
}>;


export type RegisterInstalledMutation = { registerOperations:
    | { __typename: 'ApiKeyRevoked' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'OperationHashTaken' }
    | { __typename: 'PolicyDenied' }
    | { __typename: 'RegisteredOperations' }
   | null };

export type NewKeyMutationVariables = Exact<{
  name: string;
}>;


export type NewKeyMutation = { createApiKey:
    | { __typename: 'CreatedApiKey', secret: string | null, apiKey: { id: string, operationsOnly: boolean } }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
   | null };

export type RegisterManifestMutationVariables = Exact<{
  input: RegisterOperationsInput;
}>;


export type RegisterManifestMutation = { registerOperations:
    | { __typename: 'ApiKeyRevoked', code: string, message: string }
    | { __typename: 'IdempotencyMismatch', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'OperationHashTaken', code: string, message: string }
    | { __typename: 'PolicyDenied', code: string, message: string }
    | { __typename: 'RegisteredOperations', operations: Array<{ id: string, hash: string, name: string }> }
   | null };

export type UseOfQueryVariables = Exact<{
  apiKeyId: string | number;
}>;


export type UseOfQuery = { registeredOperations: { edges: Array<{ node: { name: string, deprecatedAt: string | null, usage: { count: string, errorRate: number | null, p95Milliseconds: number | null, lastUsedAt: string | null } } }> } | null };

export type TakeAwayMutationVariables = Exact<{
  input: RemoveOperationInput;
}>;


export type TakeAwayMutation = { removeOperation:
    | { __typename: 'Conflict', code: string }
    | { __typename: 'IdempotencyMismatch', code: string }
    | { __typename: 'InvalidInput', code: string }
    | { __typename: 'NotFound', code: string }
    | { __typename: 'OperationInUse', code: string }
    | { __typename: 'PolicyDenied', code: string }
    | { __typename: 'RegisteredOperation' }
   | null };

export type NewSecretMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type NewSecretMutation = { rotateApiKey:
    | { __typename: 'ApiKeyRevoked' }
    | { __typename: 'Conflict' }
    | { __typename: 'CreatedApiKey', secret: string | null }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
   | null };

export type EndKeyMutationVariables = Exact<{
  apiKeyId: string | number;
}>;


export type EndKeyMutation = { revokeApiKey:
    | { __typename: 'ApiKey' }
    | { __typename: 'Conflict' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
   | null };

export type DecidingKeyMutationVariables = Exact<{ [key: string]: never; }>;


export type DecidingKeyMutation = { createApiKey:
    | { secret: string | null, apiKey: { id: string } }
    | Record<PropertyKey, never>
   | null };

export type RegisterDecisionMutationVariables = Exact<{
  input: RegisterOperationsInput;
}>;


export type RegisterDecisionMutation = { registerOperations:
    | { __typename: 'ApiKeyRevoked' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'OperationHashTaken' }
    | { __typename: 'PolicyDenied' }
    | { __typename: 'RegisteredOperations' }
   | null };

export type OverrideMutationVariables = Exact<{
  input: OverrideTrustInput;
}>;


export type OverrideMutation = { overrideTrust:
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
    | { __typename: 'TrustOverride', id: string, state: TrustOverrideState }
    | { __typename: 'TrustOverridePending' }
   | null };

export type EndOverrideMutationVariables = Exact<{
  input: RevokeTrustOverrideInput;
}>;


export type EndOverrideMutation = { revokeTrustOverride:
    | { __typename: 'Conflict' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
    | { __typename: 'TrustOverride' }
    | { __typename: 'TrustOverrideNotActive' }
   | null };

export type LockMutationVariables = Exact<{
  accountId: string | number;
}>;


export type LockMutation = { lockAccount:
    | { __typename: 'Account' }
    | { __typename: 'AccountLastAdministrator' }
    | { __typename: 'AccountWrongState' }
    | { __typename: 'Conflict' }
    | { __typename: 'IdempotencyMismatch' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'PolicyDenied' }
   | null };

export type DecidedQueryVariables = Exact<{
  accountId: string | number;
}>;


export type DecidedQuery = { trustDecisions: { edges: Array<{ node: { id: string, requestId: string, outcome: TrustOutcome, modelVersion: string, amount: { amountMinor: string } | null } }> } | null };


export const WholeDocument = {"__meta__":{"hash":"sha256:d31d332718477aa70ca59b51e0b56017df0a5fd5237ad5138c2adcb1a41fc51f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Whole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"about"}}]}},{"kind":"Field","name":{"kind":"Name","value":"wallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"Field","name":{"kind":"Name","value":"linkedAccounts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"memberships"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"closing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trust"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flags"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"disputes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"notifications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"auditTrail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WholeQuery, WholeQueryVariables>;
export const OpenDocument = {"__meta__":{"hash":"sha256:ae787e788be8fd5bd813653c049b54663d5794cf4af7bf890fc812ae3f20cb8a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Open"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenDisputeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openDispute"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dispute"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"claim"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amountMinor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<OpenMutation, OpenMutationVariables>;
export const AnswerDocument = {"__meta__":{"hash":"sha256:ed7226e7b4775df00649793a39ccee74cd3fca6b10b2b59ffbd44e647e09570a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Answer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AnswerDisputeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"answerDispute"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dispute"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<AnswerMutation, AnswerMutationVariables>;
export const ContestDocument = {"__meta__":{"hash":"sha256:455ecd117a1215bf4a7cb3fa44e36d5e7e33876219890563f9def032e72742e8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Contest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ContestDisputeAnswerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contestDisputeAnswer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dispute"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ContestMutation, ContestMutationVariables>;
export const ReviewDocument = {"__meta__":{"hash":"sha256:8196056e467551ecfc43b8950052d1c9faf2b5518698b8a166173b343f2dfdc1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Review"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartDisputeReviewInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startDisputeReview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dispute"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reviewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReviewMutation, ReviewMutationVariables>;
export const DecideDocument = {"__meta__":{"hash":"sha256:daf4ae3c004ab92a584e98378dee6ffac04bbb51552e3ced05dcd6f3826eac1a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Decide"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DecideDisputeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"decideDispute"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dispute"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"appealBy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DecideMutation, DecideMutationVariables>;
export const TrailDocument = {"__meta__":{"hash":"sha256:30533126fdceeec31807432b6ddfa64c94329d573b7c3937ef56ec6f14fd4cbc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subject"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEntries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subjectType"},"value":{"kind":"StringValue","value":"dispute","block":false}},{"kind":"Argument","name":{"kind":"Name","value":"subjectId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subject"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"}},{"kind":"Field","name":{"kind":"Name","value":"decision"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TrailQuery, TrailQueryVariables>;
export const MixedDocument = {"__meta__":{"hash":"sha256:926468fae70416325db24b3eee6d5969718bdc073813144b912a9310fae46a76"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Mixed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dispute"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reviewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"disputesSummary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<MixedQuery, MixedQueryVariables>;
export const ToldDocument = {"__meta__":{"hash":"sha256:b0a617bfd26dbe094cddc2bef68ecaec450f7ab53ad310fbe91d6a09d6d41dfa"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Told"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"myNotifications"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"link"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"myTrust"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"}}]}}]}}]}}]} as unknown as DocumentNode<ToldQuery, ToldQueryVariables>;
export const ProofDocument = {"__meta__":{"hash":"sha256:9ac5ca3be78abf3e487cef1650e670d57f10b13f7066b68fe460b4229e3a08e7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Proof"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"index"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BigInt"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditProofBundle"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"index"},"value":{"kind":"Variable","name":{"kind":"Name","value":"index"}}}]},{"kind":"Field","name":{"kind":"Name","value":"auditCheckpoint"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}}]}}]} as unknown as DocumentNode<ProofQuery, ProofQueryVariables>;
export const RaiseDocument = {"__meta__":{"hash":"sha256:ff51518107a14313d19a8cdeba0a51ed7d74375769ba2578f712187e3eed9e22"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Raise"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RaiseFlagInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"raiseFlag"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Flag"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RaiseMutation, RaiseMutationVariables>;
export const AssignDocument = {"__meta__":{"hash":"sha256:1aa85c35b31968212445f73f6eb1f2c6ba6822d9ca1035c0fa452a65d267e204"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Assign"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AssignFlagInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assignFlag"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<AssignMutation, AssignMutationVariables>;
export const ResolveDocument = {"__meta__":{"hash":"sha256:1f3b518bb655995f5e3065fd6a7d50b9139f606d2c324bf08302ec0e593260d0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Resolve"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveFlagInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resolveFlag"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResolveMutation, ResolveMutationVariables>;
export const MeDocument = {"__meta__":{"hash":"sha256:eaaf3d6a750de076e593fd6dcbdc004d83ee5c6fef064fdc89bf322199ac0d35"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<MeQuery, MeQueryVariables>;
export const EverythingDocument = {"__meta__":{"hash":"sha256:74a76d21b6ffa387152e8b99192545d89a0cba121aed2aea7b6f38ba17272868"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Everything"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"trust"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flags"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"disputes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"respondent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"notifications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"auditTrail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<EverythingQuery, EverythingQueryVariables>;
export const RegisterDocument = {"__meta__":{"hash":"sha256:45a398d0ed5b2c50bd4c0414c5fc3e27f9d90e28a917250daa0487a4c336aaf1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Register"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProofRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterMutation, RegisterMutationVariables>;
export const VerifyEmailDocument = {"__meta__":{"hash":"sha256:60b5f75a6f3b138164bbf2e18b067b479790e4f575e570bcd6e4fd6b6c2461b6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifyEmail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifyEmailInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyEmail"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionTokens"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<VerifyEmailMutation, VerifyEmailMutationVariables>;
export const LoginDocument = {"__meta__":{"hash":"sha256:7fc6786e8c44e9233e7e2dba5ee52e7b068bc9778a8f2b321d2b6cec7b1bde91"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SessionTokens"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const NewPartnerDocument = {"__meta__":{"hash":"sha256:6f49ca44dc3f4765b78e726f2c76024d631d0ff3d0ba346c6d1a583c71a07a4d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewPartner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"Installed client","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatedApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NewPartnerMutation, NewPartnerMutationVariables>;
export const RegisterInstalledDocument = {"__meta__":{"hash":"sha256:5d9d39b601eac548d7d2548362ff1f126d66541098f5130dbb5e0f5b42d2f366"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterInstalled"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterOperationsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerOperations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<RegisterInstalledMutation, RegisterInstalledMutationVariables>;
export const NewKeyDocument = {"__meta__":{"hash":"sha256:79cbdc06de900c09223f69b0e0fe15601c27cf0abc3f69846259383b22283fe7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatedApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"operationsOnly"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NewKeyMutation, NewKeyMutationVariables>;
export const RegisterManifestDocument = {"__meta__":{"hash":"sha256:d8e9c7450b97007208dd73a0f14b1b926704e282d9170f23663acc757b929900"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterManifest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterOperationsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerOperations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegisteredOperations"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterManifestMutation, RegisterManifestMutationVariables>;
export const UseOfDocument = {"__meta__":{"hash":"sha256:77deee7765a74a904e63ba5a46b65fc7b7c0655534e1d78c050b7c9ad7edca6d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UseOf"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"apiKeyId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registeredOperations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"apiKeyId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"apiKeyId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deprecatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"errorRate"}},{"kind":"Field","name":{"kind":"Name","value":"p95Milliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UseOfQuery, UseOfQueryVariables>;
export const TakeAwayDocument = {"__meta__":{"hash":"sha256:470b13f152623e78370a3836a621912bd7333d1241dd49378e3a565343a88f95"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TakeAway"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveOperationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeOperation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]} as unknown as DocumentNode<TakeAwayMutation, TakeAwayMutationVariables>;
export const NewSecretDocument = {"__meta__":{"hash":"sha256:fdd2051a125b631a4dae3f674f1a867b6d7314a162cad141f0acc8704df286f7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatedApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}}]}}]}}]}}]} as unknown as DocumentNode<NewSecretMutation, NewSecretMutationVariables>;
export const EndKeyDocument = {"__meta__":{"hash":"sha256:51ce15de4b8c7394d3eb9371b34413ead2b64722580afcd5b3f51bd1ce3835c7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EndKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"apiKeyId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"apiKeyId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"apiKeyId"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<EndKeyMutation, EndKeyMutationVariables>;
export const DecidingKeyDocument = {"__meta__":{"hash":"sha256:a581edd0feb8830497a87762e3eb764e9f741ef7c1404d62945e2f602b8a3637"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DecidingKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"name"},"value":{"kind":"StringValue","value":"Checkout","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatedApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DecidingKeyMutation, DecidingKeyMutationVariables>;
export const RegisterDecisionDocument = {"__meta__":{"hash":"sha256:d4654fe076843e1ebacd7414b2ebd281ab4c41dfc3ba56e38ebb7dcf752bcf74"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterDecision"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterOperationsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registerOperations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<RegisterDecisionMutation, RegisterDecisionMutationVariables>;
export const OverrideDocument = {"__meta__":{"hash":"sha256:0e067dac6ce66c65be0ad6446f22e58886c1152bda1e75431f49176ab232f1ce"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Override"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OverrideTrustInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"overrideTrust"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrustOverride"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]} as unknown as DocumentNode<OverrideMutation, OverrideMutationVariables>;
export const EndOverrideDocument = {"__meta__":{"hash":"sha256:a497f6575ad0ec266c9bda8e3e056636b7d217462d8b33af6dd9f91f7e4bbb84"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EndOverride"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTrustOverrideInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeTrustOverride"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<EndOverrideMutation, EndOverrideMutationVariables>;
export const LockDocument = {"__meta__":{"hash":"sha256:d660cd368482f0db77fc6bbae8a23cdc7c5a794cd4a2a2114517bc5ce3988798"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Lock"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"accountId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lockAccount"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"accountId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"accountId"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"reason"},"value":{"kind":"StringValue","value":"A stolen phone.","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<LockMutation, LockMutationVariables>;
export const DecidedDocument = {"__meta__":{"hash":"sha256:644016daa56542306c54b253ffc1eebee9da99602398e60e50d20a736ddc41c1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Decided"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"accountId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trustDecisions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"accountId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"accountId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"modelVersion"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amountMinor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DecidedQuery, DecidedQueryVariables>;