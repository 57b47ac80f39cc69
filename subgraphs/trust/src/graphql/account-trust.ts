import { signedIn } from '@praetor/subgraph/declare';
import { Account } from './account.ts';
import { TrustProfile } from './trust-profile.ts';

Account.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false }) }),
  fields: (t) => ({
    trust: t.field({
      type: TrustProfile,
      nullable: true,
      description: 'For the account itself, and those who may read trust. Null while nothing is known of it.',
      ...signedIn,
      resolve: ({ id }, _, { loaders }) => loaders.profile.load(id),
    }),
  }),
});
