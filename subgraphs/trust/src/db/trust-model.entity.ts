import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { modelStates } from '../domain/model-version.ts';
import type { Model } from '../domain/model.ts';

const TrustModelSchema = defineEntity({
  name: 'TrustModel',
  tableName: 'trust_model',
  properties: {
    id: p.type(idType('trustModel')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Counts a tenant's models, from 1: the one that is built in. */
    number: p.integer(),
    /** By which scores and decisions name it: its id, or the name of what is built in. */
    modelVersion: p.string().length(40),
    state: p.enum(modelStates),
    /** Never changed once it is submitted. */
    content: p.json<Model>(),
    /** SHA-256 of the content as canonical JSON (RFC 8785), hex. */
    contentHash: p.character().length(64),
    note: p.string().length(1000),
    /** Whose copy it began as. */
    basedOnId: p.type(idType('trustModel')).nullable(),
    /** Null for what is built in. */
    createdById: p.type(idType('account')).nullable(),
    createdAt: p.datetime(),
    submittedById: p.type(idType('account')).nullable(),
    submittedAt: p.datetime().nullable(),
    /** Until when a second person may decide. */
    decideBy: p.datetime().nullable(),
    decidedById: p.type(idType('account')).nullable(),
    decidedAt: p.datetime().nullable(),
    publishedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  uniques: [
    { name: 'trust_model_number', properties: ['tenantId', 'number'] },
    { name: 'trust_model_version', properties: ['tenantId', 'modelVersion'] },
  ],
  indexes: [{ name: 'trust_model_by_state', properties: ['tenantId', 'state', 'id'] }],
  ...tenantWalls(),
});

/** One version of a tenant's model: a draft while it may change, and data for good once published. */
export class TrustModelRow extends TrustModelSchema.class {}
TrustModelSchema.setClass(TrustModelRow);
export { TrustModelSchema };
