import type { KycCheckRow } from '../db/kyc.entity.ts';

/** What a provider is shown of a check. */
export type KycOrder = Pick<KycCheckRow, 'id' | 'tenantId' | 'accountId' | 'kind' | 'documents'>;

/**
 * Who looks at documents. An outside service's adapter hands the check over here and brings its answer back through
 * `recordKycVerdict`; the one that is built in leaves it in the reviewers' queue.
 */
export interface KycProvider {
  readonly name: string;
  /** Takes a check on. The same id may come again, also after a crash: it is the same check. Throws when it cannot: it is tried again. */
  begin(order: KycOrder): Promise<void>;
  /** The check is no longer wanted: what undoes `begin`. May come again. */
  cancel(id: KycOrder['id']): Promise<void>;
}

/** People of the marketplace, who find the check in `kycChecks` and decide it with `decideKycCheck`. */
export const reviewers: KycProvider = { name: 'reviewers', begin: async () => {}, cancel: async () => {} };
