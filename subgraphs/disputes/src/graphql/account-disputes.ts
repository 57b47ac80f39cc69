import { requires } from '@praetor/subgraph/declare';
import { disputesPage } from '../queries/disputes-page.ts';
import { Account } from './account.ts';
import { Dispute, DisputeConnection } from './dispute.ts';

Account.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false }) }),
  fields: (t) => ({
    disputes: t.connection(
      {
        type: Dispute,
        nullable: true,
        description: 'Disputes that the account is a party to, newest first.',
        ...requires('dispute:read'),
        resolve: ({ id }, page, { room }) => disputesPage(room, page, { partyId: id }),
      },
      DisputeConnection,
    ),
  }),
});
