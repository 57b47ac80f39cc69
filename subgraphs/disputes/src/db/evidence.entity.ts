import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { evidenceKinds } from '../domain/evidence.ts';

const EvidenceSchema = defineEntity({
  name: 'Evidence',
  tableName: 'evidence',
  properties: {
    id: p.type(idType('evidence')).primary(),
    tenantId: p.type(idType('tenant')),
    disputeId: p.type(idType('dispute')),
    submittedById: p.type(idType('account')),
    kind: p.enum(evidenceKinds),
    title: p.string().length(200),
    statement: p.text().nullable(),
    uri: p.string().length(2000).nullable(),
    /** SHA-256 of the document at `uri`, hex: what was shown cannot be swapped later. */
    sha256: p.character().length(64).nullable(),
    submittedAt: p.datetime(),
  },
  indexes: [{ name: 'evidence_of_dispute', properties: ['tenantId', 'disputeId', 'id'] }],
  ...tenantWalls(),
});

export class EvidenceRow extends EvidenceSchema.class {}
EvidenceSchema.setClass(EvidenceRow);
export { EvidenceSchema };
