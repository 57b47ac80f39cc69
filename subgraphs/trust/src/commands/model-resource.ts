import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { TrustModelRow } from '../db/trust-model.entity.ts';

/** A version of the model as policies see it. */
export const resourceOf = (row: TrustModelRow): PolicyRequest['resource'] => ({
  type: 'TrustModel',
  id: row.id,
  attributes: { tenant: row.tenantId, requestedBy: row.submittedById ?? '', concerned: row.createdById ?? '' },
});

export const subjectOf = ({ id }: TrustModelRow) => ({ type: 'trustModel', id });

/** What every event about a version says of it. */
export const dataOf = ({ id, number, modelVersion, contentHash }: TrustModelRow) => ({
  modelId: id,
  number,
  modelVersion,
  modelHash: contentHash,
});
