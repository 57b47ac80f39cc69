/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Whole($id: ID!) {\n    account(id: $id) {\n      id\n      email\n      status\n      profile {\n        about\n      }\n      wallet {\n        address\n      }\n      linkedAccounts(first: 5) {\n        edges {\n          node {\n            kind\n          }\n        }\n      }\n      memberships(first: 5) {\n        edges {\n          node {\n            role\n          }\n        }\n      }\n      closing {\n        status\n      }\n      trust {\n        score\n      }\n      flags(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      disputes(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      notifications(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      auditTrail(first: 5) {\n        edges {\n          node {\n            type\n          }\n        }\n      }\n    }\n  }\n": typeof types.WholeDocument,
    "\n  mutation Open($input: OpenDisputeInput!) {\n    openDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        id\n        status\n        claim {\n          amountMinor\n          currency\n        }\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n": typeof types.OpenDocument,
    "\n  mutation Answer($input: AnswerDisputeInput!) {\n    answerDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n": typeof types.AnswerDocument,
    "\n  mutation Contest($input: ContestDisputeAnswerInput!) {\n    contestDisputeAnswer(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n    }\n  }\n": typeof types.ContestDocument,
    "\n  mutation Review($input: StartDisputeReviewInput!) {\n    startDisputeReview(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        reviewer {\n          id\n        }\n      }\n    }\n  }\n": typeof types.ReviewDocument,
    "\n  mutation Decide($input: DecideDisputeInput!) {\n    decideDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        outcome\n        appealBy\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DecideDocument,
    "\n  query Trail($subject: String!) {\n    auditEntries(subjectType: \"dispute\", subjectId: $subject, first: 50) {\n      edges {\n        node {\n          index\n          type\n          status\n          actor {\n            id\n          }\n          change\n          decision\n        }\n      }\n    }\n  }\n": typeof types.TrailDocument,
    "\n      query Mixed($id: ID!) {\n        dispute(id: $id) {\n          status\n          reviewer {\n            id\n          }\n        }\n        disputesSummary {\n          count\n        }\n      }\n    ": typeof types.MixedDocument,
    "\n      query Told {\n        myNotifications {\n          edges {\n            node {\n              kind\n              link {\n                type\n                id\n              }\n            }\n          }\n        }\n        myTrust {\n          score\n          explanation {\n            points\n          }\n        }\n      }\n    ": typeof types.ToldDocument,
    "\n      query Proof($index: BigInt!) {\n        auditProofBundle(index: $index)\n        auditCheckpoint {\n          publicKey\n        }\n      }\n    ": typeof types.ProofDocument,
    "\n    mutation Raise($input: RaiseFlagInput!) {\n      raiseFlag(input: $input) {\n        __typename\n        ... on Flag {\n          id\n        }\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": typeof types.RaiseDocument,
    "\n    mutation Assign($input: AssignFlagInput!) {\n      assignFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": typeof types.AssignDocument,
    "\n    mutation Resolve($input: ResolveFlagInput!) {\n      resolveFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": typeof types.ResolveDocument,
    "\n    query Me {\n      me {\n        id\n        status\n      }\n    }\n  ": typeof types.MeDocument,
    "\n      query Everything($id: ID!) {\n        account(id: $id) {\n          email\n          status\n          trust {\n            score\n            tier\n          }\n          flags(first: 5) {\n            edges {\n              node {\n                status\n              }\n            }\n          }\n          disputes(first: 5) {\n            edges {\n              node {\n                id\n                respondent {\n                  displayName\n                }\n              }\n            }\n          }\n          notifications(first: 5) {\n            edges {\n              node {\n                kind\n              }\n            }\n          }\n          auditTrail(first: 5) {\n            edges {\n              node {\n                type\n              }\n            }\n          }\n        }\n      }\n    ": typeof types.EverythingDocument,
    "\n  mutation Register($input: RegisterInput!) {\n    register(input: $input) {\n      __typename\n      ... on ProofRequest {\n        id\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RegisterDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.VerifyEmailDocument,
    "\n  mutation Login($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        refreshToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.LoginDocument,
    "\n  mutation NewPartner {\n    createApiKey(input: { name: \"Installed client\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n": typeof types.NewPartnerDocument,
    "\n  mutation RegisterInstalled($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n": typeof types.RegisterInstalledDocument,
    "\n  mutation NewKey($name: String!) {\n    createApiKey(input: { name: $name }) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n          operationsOnly\n        }\n      }\n    }\n  }\n": typeof types.NewKeyDocument,
    "\n  mutation RegisterManifest($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n      ... on RegisteredOperations {\n        operations {\n          id\n          hash\n          name\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RegisterManifestDocument,
    "\n  query UseOf($apiKeyId: ID!) {\n    registeredOperations(apiKeyId: $apiKeyId) {\n      edges {\n        node {\n          name\n          deprecatedAt\n          usage {\n            count\n            errorRate\n            p95Milliseconds\n            lastUsedAt\n          }\n        }\n      }\n    }\n  }\n": typeof types.UseOfDocument,
    "\n  mutation TakeAway($input: RemoveOperationInput!) {\n    removeOperation(input: $input) {\n      __typename\n      ... on UserError {\n        code\n      }\n    }\n  }\n": typeof types.TakeAwayDocument,
    "\n  mutation NewSecret($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n      }\n    }\n  }\n": typeof types.NewSecretDocument,
    "\n  mutation EndKey($apiKeyId: ID!) {\n    revokeApiKey(input: { apiKeyId: $apiKeyId }) {\n      __typename\n    }\n  }\n": typeof types.EndKeyDocument,
    "\n  mutation DecidingKey {\n    createApiKey(input: { name: \"Checkout\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n": typeof types.DecidingKeyDocument,
    "\n  mutation RegisterDecision($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n": typeof types.RegisterDecisionDocument,
    "\n  mutation Override($input: OverrideTrustInput!) {\n    overrideTrust(input: $input) {\n      __typename\n      ... on TrustOverride {\n        id\n        state\n      }\n    }\n  }\n": typeof types.OverrideDocument,
    "\n  mutation EndOverride($input: RevokeTrustOverrideInput!) {\n    revokeTrustOverride(input: $input) {\n      __typename\n    }\n  }\n": typeof types.EndOverrideDocument,
    "\n  mutation Lock($accountId: ID!) {\n    lockAccount(input: { accountId: $accountId, reason: \"A stolen phone.\" }) {\n      __typename\n    }\n  }\n": typeof types.LockDocument,
    "\n  query Decided($accountId: ID!) {\n    trustDecisions(accountId: $accountId, first: 20) {\n      edges {\n        node {\n          id\n          requestId\n          outcome\n          modelVersion\n          amount {\n            amountMinor\n          }\n        }\n      }\n    }\n  }\n": typeof types.DecidedDocument,
};
const documents: Documents = {
    "\n  query Whole($id: ID!) {\n    account(id: $id) {\n      id\n      email\n      status\n      profile {\n        about\n      }\n      wallet {\n        address\n      }\n      linkedAccounts(first: 5) {\n        edges {\n          node {\n            kind\n          }\n        }\n      }\n      memberships(first: 5) {\n        edges {\n          node {\n            role\n          }\n        }\n      }\n      closing {\n        status\n      }\n      trust {\n        score\n      }\n      flags(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      disputes(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      notifications(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      auditTrail(first: 5) {\n        edges {\n          node {\n            type\n          }\n        }\n      }\n    }\n  }\n": types.WholeDocument,
    "\n  mutation Open($input: OpenDisputeInput!) {\n    openDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        id\n        status\n        claim {\n          amountMinor\n          currency\n        }\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n": types.OpenDocument,
    "\n  mutation Answer($input: AnswerDisputeInput!) {\n    answerDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n": types.AnswerDocument,
    "\n  mutation Contest($input: ContestDisputeAnswerInput!) {\n    contestDisputeAnswer(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n    }\n  }\n": types.ContestDocument,
    "\n  mutation Review($input: StartDisputeReviewInput!) {\n    startDisputeReview(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        reviewer {\n          id\n        }\n      }\n    }\n  }\n": types.ReviewDocument,
    "\n  mutation Decide($input: DecideDisputeInput!) {\n    decideDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        outcome\n        appealBy\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": types.DecideDocument,
    "\n  query Trail($subject: String!) {\n    auditEntries(subjectType: \"dispute\", subjectId: $subject, first: 50) {\n      edges {\n        node {\n          index\n          type\n          status\n          actor {\n            id\n          }\n          change\n          decision\n        }\n      }\n    }\n  }\n": types.TrailDocument,
    "\n      query Mixed($id: ID!) {\n        dispute(id: $id) {\n          status\n          reviewer {\n            id\n          }\n        }\n        disputesSummary {\n          count\n        }\n      }\n    ": types.MixedDocument,
    "\n      query Told {\n        myNotifications {\n          edges {\n            node {\n              kind\n              link {\n                type\n                id\n              }\n            }\n          }\n        }\n        myTrust {\n          score\n          explanation {\n            points\n          }\n        }\n      }\n    ": types.ToldDocument,
    "\n      query Proof($index: BigInt!) {\n        auditProofBundle(index: $index)\n        auditCheckpoint {\n          publicKey\n        }\n      }\n    ": types.ProofDocument,
    "\n    mutation Raise($input: RaiseFlagInput!) {\n      raiseFlag(input: $input) {\n        __typename\n        ... on Flag {\n          id\n        }\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": types.RaiseDocument,
    "\n    mutation Assign($input: AssignFlagInput!) {\n      assignFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": types.AssignDocument,
    "\n    mutation Resolve($input: ResolveFlagInput!) {\n      resolveFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  ": types.ResolveDocument,
    "\n    query Me {\n      me {\n        id\n        status\n      }\n    }\n  ": types.MeDocument,
    "\n      query Everything($id: ID!) {\n        account(id: $id) {\n          email\n          status\n          trust {\n            score\n            tier\n          }\n          flags(first: 5) {\n            edges {\n              node {\n                status\n              }\n            }\n          }\n          disputes(first: 5) {\n            edges {\n              node {\n                id\n                respondent {\n                  displayName\n                }\n              }\n            }\n          }\n          notifications(first: 5) {\n            edges {\n              node {\n                kind\n              }\n            }\n          }\n          auditTrail(first: 5) {\n            edges {\n              node {\n                type\n              }\n            }\n          }\n        }\n      }\n    ": types.EverythingDocument,
    "\n  mutation Register($input: RegisterInput!) {\n    register(input: $input) {\n      __typename\n      ... on ProofRequest {\n        id\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": types.RegisterDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": types.VerifyEmailDocument,
    "\n  mutation Login($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        refreshToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": types.LoginDocument,
    "\n  mutation NewPartner {\n    createApiKey(input: { name: \"Installed client\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n": types.NewPartnerDocument,
    "\n  mutation RegisterInstalled($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n": types.RegisterInstalledDocument,
    "\n  mutation NewKey($name: String!) {\n    createApiKey(input: { name: $name }) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n          operationsOnly\n        }\n      }\n    }\n  }\n": types.NewKeyDocument,
    "\n  mutation RegisterManifest($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n      ... on RegisteredOperations {\n        operations {\n          id\n          hash\n          name\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n": types.RegisterManifestDocument,
    "\n  query UseOf($apiKeyId: ID!) {\n    registeredOperations(apiKeyId: $apiKeyId) {\n      edges {\n        node {\n          name\n          deprecatedAt\n          usage {\n            count\n            errorRate\n            p95Milliseconds\n            lastUsedAt\n          }\n        }\n      }\n    }\n  }\n": types.UseOfDocument,
    "\n  mutation TakeAway($input: RemoveOperationInput!) {\n    removeOperation(input: $input) {\n      __typename\n      ... on UserError {\n        code\n      }\n    }\n  }\n": types.TakeAwayDocument,
    "\n  mutation NewSecret($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n      }\n    }\n  }\n": types.NewSecretDocument,
    "\n  mutation EndKey($apiKeyId: ID!) {\n    revokeApiKey(input: { apiKeyId: $apiKeyId }) {\n      __typename\n    }\n  }\n": types.EndKeyDocument,
    "\n  mutation DecidingKey {\n    createApiKey(input: { name: \"Checkout\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n": types.DecidingKeyDocument,
    "\n  mutation RegisterDecision($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n": types.RegisterDecisionDocument,
    "\n  mutation Override($input: OverrideTrustInput!) {\n    overrideTrust(input: $input) {\n      __typename\n      ... on TrustOverride {\n        id\n        state\n      }\n    }\n  }\n": types.OverrideDocument,
    "\n  mutation EndOverride($input: RevokeTrustOverrideInput!) {\n    revokeTrustOverride(input: $input) {\n      __typename\n    }\n  }\n": types.EndOverrideDocument,
    "\n  mutation Lock($accountId: ID!) {\n    lockAccount(input: { accountId: $accountId, reason: \"A stolen phone.\" }) {\n      __typename\n    }\n  }\n": types.LockDocument,
    "\n  query Decided($accountId: ID!) {\n    trustDecisions(accountId: $accountId, first: 20) {\n      edges {\n        node {\n          id\n          requestId\n          outcome\n          modelVersion\n          amount {\n            amountMinor\n          }\n        }\n      }\n    }\n  }\n": types.DecidedDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Whole($id: ID!) {\n    account(id: $id) {\n      id\n      email\n      status\n      profile {\n        about\n      }\n      wallet {\n        address\n      }\n      linkedAccounts(first: 5) {\n        edges {\n          node {\n            kind\n          }\n        }\n      }\n      memberships(first: 5) {\n        edges {\n          node {\n            role\n          }\n        }\n      }\n      closing {\n        status\n      }\n      trust {\n        score\n      }\n      flags(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      disputes(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      notifications(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      auditTrail(first: 5) {\n        edges {\n          node {\n            type\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Whole($id: ID!) {\n    account(id: $id) {\n      id\n      email\n      status\n      profile {\n        about\n      }\n      wallet {\n        address\n      }\n      linkedAccounts(first: 5) {\n        edges {\n          node {\n            kind\n          }\n        }\n      }\n      memberships(first: 5) {\n        edges {\n          node {\n            role\n          }\n        }\n      }\n      closing {\n        status\n      }\n      trust {\n        score\n      }\n      flags(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      disputes(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      notifications(first: 5) {\n        edges {\n          node {\n            id\n          }\n        }\n      }\n      auditTrail(first: 5) {\n        edges {\n          node {\n            type\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Open($input: OpenDisputeInput!) {\n    openDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        id\n        status\n        claim {\n          amountMinor\n          currency\n        }\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Open($input: OpenDisputeInput!) {\n    openDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        id\n        status\n        claim {\n          amountMinor\n          currency\n        }\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Answer($input: AnswerDisputeInput!) {\n    answerDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Answer($input: AnswerDisputeInput!) {\n    answerDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n      ... on UserError {\n        code\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Contest($input: ContestDisputeAnswerInput!) {\n    contestDisputeAnswer(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Contest($input: ContestDisputeAnswerInput!) {\n    contestDisputeAnswer(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Review($input: StartDisputeReviewInput!) {\n    startDisputeReview(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        reviewer {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Review($input: StartDisputeReviewInput!) {\n    startDisputeReview(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        reviewer {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Decide($input: DecideDisputeInput!) {\n    decideDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        outcome\n        appealBy\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Decide($input: DecideDisputeInput!) {\n    decideDispute(input: $input) {\n      __typename\n      ... on Dispute {\n        status\n        outcome\n        appealBy\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Trail($subject: String!) {\n    auditEntries(subjectType: \"dispute\", subjectId: $subject, first: 50) {\n      edges {\n        node {\n          index\n          type\n          status\n          actor {\n            id\n          }\n          change\n          decision\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Trail($subject: String!) {\n    auditEntries(subjectType: \"dispute\", subjectId: $subject, first: 50) {\n      edges {\n        node {\n          index\n          type\n          status\n          actor {\n            id\n          }\n          change\n          decision\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Mixed($id: ID!) {\n        dispute(id: $id) {\n          status\n          reviewer {\n            id\n          }\n        }\n        disputesSummary {\n          count\n        }\n      }\n    "): (typeof documents)["\n      query Mixed($id: ID!) {\n        dispute(id: $id) {\n          status\n          reviewer {\n            id\n          }\n        }\n        disputesSummary {\n          count\n        }\n      }\n    "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Told {\n        myNotifications {\n          edges {\n            node {\n              kind\n              link {\n                type\n                id\n              }\n            }\n          }\n        }\n        myTrust {\n          score\n          explanation {\n            points\n          }\n        }\n      }\n    "): (typeof documents)["\n      query Told {\n        myNotifications {\n          edges {\n            node {\n              kind\n              link {\n                type\n                id\n              }\n            }\n          }\n        }\n        myTrust {\n          score\n          explanation {\n            points\n          }\n        }\n      }\n    "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Proof($index: BigInt!) {\n        auditProofBundle(index: $index)\n        auditCheckpoint {\n          publicKey\n        }\n      }\n    "): (typeof documents)["\n      query Proof($index: BigInt!) {\n        auditProofBundle(index: $index)\n        auditCheckpoint {\n          publicKey\n        }\n      }\n    "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    mutation Raise($input: RaiseFlagInput!) {\n      raiseFlag(input: $input) {\n        __typename\n        ... on Flag {\n          id\n        }\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "): (typeof documents)["\n    mutation Raise($input: RaiseFlagInput!) {\n      raiseFlag(input: $input) {\n        __typename\n        ... on Flag {\n          id\n        }\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    mutation Assign($input: AssignFlagInput!) {\n      assignFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "): (typeof documents)["\n    mutation Assign($input: AssignFlagInput!) {\n      assignFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    mutation Resolve($input: ResolveFlagInput!) {\n      resolveFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "): (typeof documents)["\n    mutation Resolve($input: ResolveFlagInput!) {\n      resolveFlag(input: $input) {\n        __typename\n        ... on UserError {\n          code\n          message\n        }\n      }\n    }\n  "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n    query Me {\n      me {\n        id\n        status\n      }\n    }\n  "): (typeof documents)["\n    query Me {\n      me {\n        id\n        status\n      }\n    }\n  "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n      query Everything($id: ID!) {\n        account(id: $id) {\n          email\n          status\n          trust {\n            score\n            tier\n          }\n          flags(first: 5) {\n            edges {\n              node {\n                status\n              }\n            }\n          }\n          disputes(first: 5) {\n            edges {\n              node {\n                id\n                respondent {\n                  displayName\n                }\n              }\n            }\n          }\n          notifications(first: 5) {\n            edges {\n              node {\n                kind\n              }\n            }\n          }\n          auditTrail(first: 5) {\n            edges {\n              node {\n                type\n              }\n            }\n          }\n        }\n      }\n    "): (typeof documents)["\n      query Everything($id: ID!) {\n        account(id: $id) {\n          email\n          status\n          trust {\n            score\n            tier\n          }\n          flags(first: 5) {\n            edges {\n              node {\n                status\n              }\n            }\n          }\n          disputes(first: 5) {\n            edges {\n              node {\n                id\n                respondent {\n                  displayName\n                }\n              }\n            }\n          }\n          notifications(first: 5) {\n            edges {\n              node {\n                kind\n              }\n            }\n          }\n          auditTrail(first: 5) {\n            edges {\n              node {\n                type\n              }\n            }\n          }\n        }\n      }\n    "];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Register($input: RegisterInput!) {\n    register(input: $input) {\n      __typename\n      ... on ProofRequest {\n        id\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Register($input: RegisterInput!) {\n    register(input: $input) {\n      __typename\n      ... on ProofRequest {\n        id\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Login($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        refreshToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Login($input: LoginInput!) {\n    login(input: $input) {\n      __typename\n      ... on SessionTokens {\n        accessToken\n        refreshToken\n        account {\n          id\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewPartner {\n    createApiKey(input: { name: \"Installed client\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation NewPartner {\n    createApiKey(input: { name: \"Installed client\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterInstalled($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterInstalled($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewKey($name: String!) {\n    createApiKey(input: { name: $name }) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n          operationsOnly\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation NewKey($name: String!) {\n    createApiKey(input: { name: $name }) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n          operationsOnly\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterManifest($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n      ... on RegisteredOperations {\n        operations {\n          id\n          hash\n          name\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterManifest($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n      ... on RegisteredOperations {\n        operations {\n          id\n          hash\n          name\n        }\n      }\n      ... on UserError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UseOf($apiKeyId: ID!) {\n    registeredOperations(apiKeyId: $apiKeyId) {\n      edges {\n        node {\n          name\n          deprecatedAt\n          usage {\n            count\n            errorRate\n            p95Milliseconds\n            lastUsedAt\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query UseOf($apiKeyId: ID!) {\n    registeredOperations(apiKeyId: $apiKeyId) {\n      edges {\n        node {\n          name\n          deprecatedAt\n          usage {\n            count\n            errorRate\n            p95Milliseconds\n            lastUsedAt\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeAway($input: RemoveOperationInput!) {\n    removeOperation(input: $input) {\n      __typename\n      ... on UserError {\n        code\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation TakeAway($input: RemoveOperationInput!) {\n    removeOperation(input: $input) {\n      __typename\n      ... on UserError {\n        code\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewSecret($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation NewSecret($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      __typename\n      ... on CreatedApiKey {\n        secret\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndKey($apiKeyId: ID!) {\n    revokeApiKey(input: { apiKeyId: $apiKeyId }) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation EndKey($apiKeyId: ID!) {\n    revokeApiKey(input: { apiKeyId: $apiKeyId }) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DecidingKey {\n    createApiKey(input: { name: \"Checkout\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DecidingKey {\n    createApiKey(input: { name: \"Checkout\" }) {\n      ... on CreatedApiKey {\n        secret\n        apiKey {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterDecision($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterDecision($input: RegisterOperationsInput!) {\n    registerOperations(input: $input) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Override($input: OverrideTrustInput!) {\n    overrideTrust(input: $input) {\n      __typename\n      ... on TrustOverride {\n        id\n        state\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Override($input: OverrideTrustInput!) {\n    overrideTrust(input: $input) {\n      __typename\n      ... on TrustOverride {\n        id\n        state\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndOverride($input: RevokeTrustOverrideInput!) {\n    revokeTrustOverride(input: $input) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation EndOverride($input: RevokeTrustOverrideInput!) {\n    revokeTrustOverride(input: $input) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Lock($accountId: ID!) {\n    lockAccount(input: { accountId: $accountId, reason: \"A stolen phone.\" }) {\n      __typename\n    }\n  }\n"): (typeof documents)["\n  mutation Lock($accountId: ID!) {\n    lockAccount(input: { accountId: $accountId, reason: \"A stolen phone.\" }) {\n      __typename\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Decided($accountId: ID!) {\n    trustDecisions(accountId: $accountId, first: 20) {\n      edges {\n        node {\n          id\n          requestId\n          outcome\n          modelVersion\n          amount {\n            amountMinor\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Decided($accountId: ID!) {\n    trustDecisions(accountId: $accountId, first: 20) {\n      edges {\n        node {\n          id\n          requestId\n          outcome\n          modelVersion\n          amount {\n            amountMinor\n          }\n        }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;