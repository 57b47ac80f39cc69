import { costs, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { enumValues, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  downloadDataExport,
  downloadDataExportRefusals,
  type DownloadedExport as Downloaded,
} from '../commands/download-data-export.ts';
import { requestDataExport, requestDataExportRefusals } from '../commands/request-data-export.ts';
import type { DataExportRow } from '../db/data-export.entity.ts';
import { exportStatuses } from '../domain/data-export.ts';
import { myDataExport } from '../queries/data-exports.ts';
import { builder } from './builder.ts';
import './people-refusals.ts';

const DataExportStatus = builder.enumType('DataExportStatus', {
  description: '`COLLECTING`: subgraphs were asked; `READY`: all answered, it can be fetched.',
  values: enumValues(exportStatuses),
});

const DataExport = builder.objectRef<DataExportRow>('DataExport').implement({
  description: 'A copy of everything that is held of its owner (GDPR articles 15 and 20). Nobody else can read it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    status: t.expose('status', { type: DataExportStatus }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    readyAt: t.expose('readyAt', { type: 'DateTime', nullable: true }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Then it is destroyed.' }),
    downloads: t.exposeInt('downloads', { description: 'How often it was fetched.' }),
  }),
});

const DownloadedDataExport = builder.objectRef<Downloaded>('DownloadedDataExport').implement({
  fields: (t) => ({
    dataExport: t.expose('dataExport', { type: DataExport }),
    document: t.expose('document', {
      type: 'JSON',
      nullable: true,
      description: 'What each subgraph holds, by kind. Null for a repeated idempotency key: use another to fetch it again.',
    }),
  }),
});

const RequestDataExportInput = builder.inputType('RequestDataExportInput', {
  fields: (t) => ({ idempotencyKey: idempotencyKey(t) }),
});
const DownloadDataExportInput = builder.inputType('DownloadDataExportInput', {
  fields: (t) => ({ exportId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});

builder.queryField('myDataExport', (t) =>
  t.field({
    type: DataExport,
    nullable: true,
    description: 'The caller’s copy, when one was asked for within the last days.',
    ...signedIn,
    resolve: (_, __, { room }) => myDataExport(room),
  }),
);

builder.mutationFields((t) => ({
  requestDataExport: t.field({
    type: DataExport,
    nullable: true,
    description: 'Asks for a copy of everything that is held of the caller. A mail tells when it is there; once a day at most.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(requestDataExportRefusals),
    args: { input: t.arg({ type: RequestDataExportInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => requestDataExport(room, loaders.desk, input),
  }),
  downloadDataExport: t.field({
    type: DownloadedDataExport,
    nullable: true,
    description: 'Fetches the caller’s own copy, for 7 days. Each time is in the audit log.',
    ...signedIn,
    ...steppedUp,
    ...costs(100),
    errors: oneOf(downloadDataExportRefusals),
    args: { input: t.arg({ type: DownloadDataExportInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => downloadDataExport(room, loaders.desk, input),
  }),
}));
