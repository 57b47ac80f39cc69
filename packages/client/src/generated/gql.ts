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
    "query PartnersPage($after: String) {\n  apiKeys(first: 100, after: $after) {\n    edges {\n      node {\n        id\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery RegisteredOperationsPage($after: String) {\n  registeredOperations(first: 100, after: $after) {\n    edges {\n      node {\n        name\n        hash\n        apiKeyId\n        body\n        removedAt\n        usage {\n          count\n          lastUsedAt\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.PartnersPageDocument,
    "query ReplayOutcome {\n  accountsSummary {\n    total\n  }\n  trustSummary {\n    tier\n    count\n  }\n  disputesSummary {\n    status\n    count\n  }\n  alertsSummary {\n    severity\n    count\n  }\n  auditSummary {\n    entries\n  }\n}\n\nquery ReplaySettled {\n  auditSummary {\n    entries\n  }\n}": typeof types.ReplayOutcomeDocument,
    "mutation SignIn($input: LoginInput!) {\n  login(input: $input) {\n    __typename\n    ... on SessionTokens {\n      accessToken\n    }\n    ... on UserError {\n      code\n      message\n    }\n  }\n}": typeof types.SignInDocument,
};
const documents: Documents = {
    "query PartnersPage($after: String) {\n  apiKeys(first: 100, after: $after) {\n    edges {\n      node {\n        id\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery RegisteredOperationsPage($after: String) {\n  registeredOperations(first: 100, after: $after) {\n    edges {\n      node {\n        name\n        hash\n        apiKeyId\n        body\n        removedAt\n        usage {\n          count\n          lastUsedAt\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.PartnersPageDocument,
    "query ReplayOutcome {\n  accountsSummary {\n    total\n  }\n  trustSummary {\n    tier\n    count\n  }\n  disputesSummary {\n    status\n    count\n  }\n  alertsSummary {\n    severity\n    count\n  }\n  auditSummary {\n    entries\n  }\n}\n\nquery ReplaySettled {\n  auditSummary {\n    entries\n  }\n}": types.ReplayOutcomeDocument,
    "mutation SignIn($input: LoginInput!) {\n  login(input: $input) {\n    __typename\n    ... on SessionTokens {\n      accessToken\n    }\n    ... on UserError {\n      code\n      message\n    }\n  }\n}": types.SignInDocument,
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
export function graphql(source: "query PartnersPage($after: String) {\n  apiKeys(first: 100, after: $after) {\n    edges {\n      node {\n        id\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery RegisteredOperationsPage($after: String) {\n  registeredOperations(first: 100, after: $after) {\n    edges {\n      node {\n        name\n        hash\n        apiKeyId\n        body\n        removedAt\n        usage {\n          count\n          lastUsedAt\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): (typeof documents)["query PartnersPage($after: String) {\n  apiKeys(first: 100, after: $after) {\n    edges {\n      node {\n        id\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}\n\nquery RegisteredOperationsPage($after: String) {\n  registeredOperations(first: 100, after: $after) {\n    edges {\n      node {\n        name\n        hash\n        apiKeyId\n        body\n        removedAt\n        usage {\n          count\n          lastUsedAt\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ReplayOutcome {\n  accountsSummary {\n    total\n  }\n  trustSummary {\n    tier\n    count\n  }\n  disputesSummary {\n    status\n    count\n  }\n  alertsSummary {\n    severity\n    count\n  }\n  auditSummary {\n    entries\n  }\n}\n\nquery ReplaySettled {\n  auditSummary {\n    entries\n  }\n}"): (typeof documents)["query ReplayOutcome {\n  accountsSummary {\n    total\n  }\n  trustSummary {\n    tier\n    count\n  }\n  disputesSummary {\n    status\n    count\n  }\n  alertsSummary {\n    severity\n    count\n  }\n  auditSummary {\n    entries\n  }\n}\n\nquery ReplaySettled {\n  auditSummary {\n    entries\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignIn($input: LoginInput!) {\n  login(input: $input) {\n    __typename\n    ... on SessionTokens {\n      accessToken\n    }\n    ... on UserError {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation SignIn($input: LoginInput!) {\n  login(input: $input) {\n    __typename\n    ... on SessionTokens {\n      accessToken\n    }\n    ... on UserError {\n      code\n      message\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;