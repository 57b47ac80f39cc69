import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const WalletChallengeSchema = defineEntity({
  name: 'WalletChallenge',
  tableName: 'wallet_challenge',
  properties: {
    id: p.type(idType('walletChallenge')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    address: p.character().length(42),
    chainId: p.bigint('number'),
    /** To the letter what has to be signed: nobody needs to parse what a client sends. */
    message: p.text(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'wallet_challenge_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'wallet_challenge_expiry',
      expression: 'create index wallet_challenge_expiry on accounts.wallet_challenge (expires_at)',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A message that an account's holder was asked to sign, once. */
export class WalletChallengeRow extends WalletChallengeSchema.class {}
WalletChallengeSchema.setClass(WalletChallengeRow);
export { WalletChallengeSchema };
