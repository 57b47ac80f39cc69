import { requires } from '@praetor/subgraph/declare';
import { entriesPage } from '../queries/entries-page.ts';
import { Account } from './account.ts';
import { AuditEntry, AuditEntryConnection } from './audit-entry.ts';
import { builder } from './builder.ts';

const AuditTrailSide = builder.enumType('AuditTrailSide', {
  description: 'Which part an account has in an entry.',
  values: {
    SUBJECT: { value: 'subject', description: 'It was done to the account.' },
    ACTOR: { value: 'actor', description: 'The account did it.' },
  } as const,
});

Account.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false }) }),
  fields: (t) => ({
    auditTrail: t.connection(
      {
        type: AuditEntry,
        nullable: true,
        description: 'What was done to the account, or by it, newest first.',
        ...requires('audit:read'),
        args: { side: t.arg({ type: AuditTrailSide, required: true, defaultValue: 'subject' }) },
        resolve: ({ id }, { side, ...page }, { room }) =>
          entriesPage(room, page, side === 'actor' ? { actorId: id } : { subjectType: 'account', subjectId: id }),
      },
      AuditEntryConnection,
    ),
  }),
});
