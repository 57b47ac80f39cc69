import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const SpentChallengeSchema = defineEntity({
  name: 'SpentChallenge',
  tableName: 'spent_challenge',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** SHA-256, hex. */
    digest: p.character().length(64).primary(),
    /** After this it is refused for its age. */
    expiresAt: p.datetime(),
  },
  indexes: [
    {
      name: 'spent_challenge_expiry',
      expression: 'create index spent_challenge_expiry on accounts.spent_challenge (expires_at)',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** Challenges that were answered, as long as they could be answered again. Those that nobody answers leave no row. */
export class SpentChallengeRow extends SpentChallengeSchema.class {}
SpentChallengeSchema.setClass(SpentChallengeRow);
export { SpentChallengeSchema };
