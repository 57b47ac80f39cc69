import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { AuthenticationMethod } from '../domain/assurance.ts';

const SignInChallengeSchema = defineEntity({
  name: 'SignInChallenge',
  tableName: 'sign_in_challenge',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** SHA-256, hex, of the token that the client holds. */
    digest: p.character().length(64).primary(),
    accountId: p.type(idType('account')),
    /** What was proven already (RFC 8176). */
    methods: p.array<AuthenticationMethod>(),
    client: p.string().length(200).nullable(),
    /** The OpenID provider whose word was the first factor, and its own session. */
    providerId: p.type(idType('identityProvider')).nullable(),
    providerSid: p.string().length(255).nullable(),
    expiresAt: p.datetime(),
  },
  indexes: [
    { name: 'sign_in_challenge_of_account', properties: ['tenantId', 'accountId'] },
    {
      name: 'sign_in_challenge_expiry',
      expression: 'create index sign_in_challenge_expiry on accounts.sign_in_challenge (expires_at)',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A first factor was proven and the second is awaited. It goes when it is answered, and when the account's sessions end. */
export class SignInChallengeRow extends SignInChallengeSchema.class {}
SignInChallengeSchema.setClass(SignInChallengeRow);
export { SignInChallengeSchema };
