import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { statuses } from '../domain/account.ts';

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    status: p.enum(statuses),
    /** Why it is locked or suspended. */
    why: p.string().length(1000).nullable(),
    /** When staff's lock ends by itself; null when it does not. */
    lockedUntil: p.datetime().nullable(),
    /** Normalised; "C" so that the unique index also finds prefixes, in order. */
    email: p.string().length(254).collation('C').nullable(),
    emailVerifiedAt: p.datetime().nullable(),
    /** E.164, verified. Several accounts may have it: numbers move on. */
    phone: p.string().length(16).nullable(),
    phoneVerifiedAt: p.datetime().nullable(),
    displayName: p.string().length(100).nullable(),
    passwordHash: p.string().length(200).nullable(),
    /** It is too short to stand without a second factor. */
    passwordShort: p.boolean().default(false),
    roles: p.array<string>(),
    /** False for someone the marketplace spoke of who never registered here. */
    claimed: p.boolean(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'account_newest', properties: ['tenantId', 'id'] },
    { name: 'account_by_phone', properties: ['tenantId', 'phone'] },
    { name: 'account_by_status', properties: ['tenantId', 'status', 'id'] },
    {
      name: 'account_pending_since',
      expression: "create index account_pending_since on accounts.account (created_at) where status = 'pending'",
    },
    {
      name: 'account_locked_until',
      expression: 'create index account_locked_until on accounts.account (locked_until) where locked_until is not null',
    },
  ],
  uniques: [{ name: 'account_email', properties: ['tenantId', 'email'] }],
  ...tenantWalls({ scanned: true }),
});

/** An account as Postgres keeps it: flat. `account.store.ts` turns it into the domain's union and back. */
export class AccountRow extends AccountSchema.class {}
AccountSchema.setClass(AccountRow);
export { AccountSchema };
