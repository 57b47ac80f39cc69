import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Statement } from '../domain/profile.ts';

const HeardStatementSchema = defineEntity({
  name: 'HeardStatement',
  tableName: 'heard_statement',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** The order in which they were heard. */
    position: p.bigint('number').generated('identity').primary(),
    accountId: p.type(idType('account')),
    /** Said by the marketplace: its time moves on by it. */
    ofMarketplace: p.boolean(),
    /** When it was heard, by our own time; learnt again, when it was learnt again. */
    heardAt: p.datetime(),
    statement: p.json<Statement>(),
  },
  indexes: [{ name: 'heard_statement_of_account', properties: ['accountId'] }],
  ...tenantWalls(),
});

/**
 * Everything that was ever said of accounts, as it was heard: the history that other models are tried on. Never read to score
 * anybody: the profiles hold what they need.
 */
export class HeardStatementRow extends HeardStatementSchema.class {}
HeardStatementSchema.setClass(HeardStatementRow);
export { HeardStatementSchema };
