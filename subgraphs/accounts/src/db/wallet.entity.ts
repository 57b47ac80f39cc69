import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const WalletSchema = defineEntity({
  name: 'Wallet',
  tableName: 'wallet',
  properties: {
    id: p.type(idType('wallet')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    /** Lower-case hex with 0x. */
    address: p.character().length(42),
    /** EIP-155. */
    chainId: p.bigint('number'),
    /** The evidence: anyone can check the signature against message and address. */
    message: p.text(),
    signature: p.string().length(132),
    linkedAt: p.datetime(),
    unlinkedAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'wallet_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'wallet_one_account',
      expression: 'create unique index wallet_one_account on accounts.wallet (tenant_id, address) where unlinked_at is null',
    },
    {
      name: 'wallet_one_an_account',
      expression:
        'create unique index wallet_one_an_account on accounts.wallet (tenant_id, account_id) where unlinked_at is null',
    },
  ],
  ...tenantWalls(),
});

/** An address whose key the account's holder has shown to have. */
export class WalletRow extends WalletSchema.class {}
WalletSchema.setClass(WalletRow);
export { WalletSchema };
