import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Personal } from '../domain/entry.ts';
import { neverDeleted, updatedOnly } from './immutable.ts';

const EntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'entry',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** Place in the tenant's log, counted from 0. */
    index: p.bigint('number').primary(),
    /** Over the event's key: an event is in the log once. */
    id: p.type(idType('auditEntry')),
    /** The event's own id: `evt_…`, or whatever its sender chose. */
    eventId: p.text(),
    time: p.datetime(),
    recordedAt: p.datetime(),
    type: p.text(),
    source: p.text(),
    subjectType: p.text().nullable(),
    subjectId: p.text(),
    actorKind: p.text(),
    actorId: p.text().nullable(),
    status: p.text(),
    requestId: p.text().nullable(),
    /** Accounts that the leaf names: whose erasure takes the personal part away. */
    accounts: p.array<string>(),
    /** Canonical JSON (RFC 8785). Its UTF-8 bytes are the leaf of the Merkle tree; all columns above follow from it. */
    leaf: p.text(),
    leafHash: p.uint8array(),
    /** What the leaf only has the digest of. Erased by setting it and its salt to null; nothing else may ever change. */
    personal: p.json<Personal>().nullable(),
    salt: p.uint8array().nullable(),
  },
  indexes: [
    { name: 'entry_by_subject', properties: ['tenantId', 'subjectType', 'subjectId', 'index'] },
    { name: 'entry_by_actor', properties: ['tenantId', 'actorId', 'index'] },
    { name: 'entry_by_type', properties: ['tenantId', 'type', 'index'] },
    { name: 'entry_by_time', properties: ['tenantId', 'recordedAt', 'index'] },
    {
      name: 'entry_personal_of',
      expression: 'create index entry_personal_of on audit.entry using gin (accounts) where personal is not null',
    },
  ],
  uniques: [{ name: 'entry_once', properties: ['tenantId', 'id'] }],
  triggers: [
    neverDeleted,
    updatedOnly(
      `new.personal is null and new.salt is null and to_jsonb(new) - '{personal,salt}'::text[] = to_jsonb(old) - '{personal,salt}'::text[]`,
    ),
  ],
  ...tenantWalls(),
});

/** One entry of a tenant's log. Rows are written by `append-entries` alone and never changed. */
export class AuditEntryRow extends EntrySchema.class {}
EntrySchema.setClass(AuditEntryRow);
export { EntrySchema };
