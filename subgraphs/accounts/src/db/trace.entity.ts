import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { traceKinds } from '../domain/trace.ts';

const TraceSchema = defineEntity({
  name: 'Trace',
  tableName: 'trace',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    kind: p.enum(traceKinds).primary(),
    /** "C", so that the primary key also finds prefixes, in order. */
    value: p.string().length(700).collation('C').primary(),
    accountId: p.type(idType('account')).primary(),
    firstSeenAt: p.datetime(),
    lastSeenAt: p.datetime(),
  },
  indexes: [{ name: 'trace_of_account', properties: ['tenantId', 'accountId', 'kind', 'value'] }],
  ...tenantWalls(),
});

/** An account was seen with a thing: a device, a network, a wallet, a payout destination. A read model of the log. */
export class TraceRow extends TraceSchema.class {}
TraceSchema.setClass(TraceRow);
export { TraceSchema };
