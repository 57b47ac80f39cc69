/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Where a dispute stands. `CLOSED` and `WITHDRAWN` are final. */
export type DisputeStatus =
  | 'ANSWERED'
  | 'AWAITING_REVIEW'
  | 'CLOSED'
  | 'DECIDED'
  | 'OPEN'
  | 'UNDER_REVIEW'
  | 'WITHDRAWN';

/** How far an account is trusted. `NEW`: too little is known of it to say more. */
export type TrustTier =
  | 'LOW'
  | 'NEW'
  | 'PREFERRED'
  | 'STANDARD'
  | 'TRUSTED';

export type PartnerOverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type PartnerOverviewQuery = { disputesSummary: Array<{ status: DisputeStatus, count: number }> | null, trustSummary: Array<{ tier: TrustTier, count: number }> | null };


export const PartnerOverviewDocument = {"__meta__":{"hash":"sha256:dd063f1f5b6a0ebbd62fd849ca965c62ec692900bf77fdaed4e4f944817dd984"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PartnerOverview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disputesSummary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trustSummary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]} as unknown as DocumentNode<PartnerOverviewQuery, PartnerOverviewQueryVariables>;