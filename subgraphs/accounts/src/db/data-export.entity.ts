import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { holders } from '../domain/closing.ts';
import { exportStatuses } from '../domain/data-export.ts';

const DataExportSchema = defineEntity({
  name: 'DataExport',
  tableName: 'data_export',
  properties: {
    id: p.type(idType('dataExport')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    status: p.enum(exportStatuses),
    /** The private key of its parts, sealed: without it no copy of any part can be read. */
    sealedKey: p.text(),
    requestedAt: p.datetime(),
    readyAt: p.datetime().nullable(),
    expiresAt: p.datetime(),
    downloads: p.integer(),
    version: p.integer().version(),
  },
  indexes: [{ name: 'data_export_expiry', expression: 'create index data_export_expiry on accounts.data_export (expires_at)' }],
  uniques: [{ name: 'data_export_of_account', properties: ['tenantId', 'accountId'] }],
  ...tenantWalls({ scanned: true }),
});

/** A copy of what is held of an account, for its owner. One at a time. */
export class DataExportRow extends DataExportSchema.class {}
DataExportSchema.setClass(DataExportRow);
export { DataExportSchema };

const DataExportPartSchema = defineEntity({
  name: 'DataExportPart',
  tableName: 'data_export_part',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    exportId: p.type(idType('dataExport')).primary(),
    subgraph: p.enum(holders).primary(),
    part: p.integer().primary(),
    parts: p.integer(),
    accountId: p.type(idType('account')),
    sealed: p.text(),
  },
  indexes: [{ name: 'data_export_part_of_account', properties: ['tenantId', 'accountId'] }],
  ...tenantWalls(),
});

/** What one subgraph gave, or a part of it. */
export class DataExportPartRow extends DataExportPartSchema.class {}
DataExportPartSchema.setClass(DataExportPartRow);
export { DataExportPartSchema };
