import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Privacy } from '../domain/profile.ts';

const ProfileSchema = defineEntity({
  name: 'Profile',
  tableName: 'profile',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    avatar: p.string().length(2000).nullable(),
    about: p.string().length(2000).nullable(),
    /** BCP 47. */
    locale: p.string().length(35).nullable(),
    /** IANA time zone. */
    timeZone: p.string().length(60).nullable(),
    /** ISO 4217. */
    currency: p.character().length(3).nullable(),
    /** Since when; null without consent. */
    marketingConsentAt: p.datetime().nullable(),
    privacy: p.json<Partial<Privacy>>(),
    updatedAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** How somebody shows themselves, what they prefer, and who sees it. None until they say. */
export class ProfileRow extends ProfileSchema.class {}
ProfileSchema.setClass(ProfileRow);
export { ProfileSchema };
