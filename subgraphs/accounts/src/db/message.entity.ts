import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { channels } from '../domain/messages.ts';

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'message',
  properties: {
    id: p.type(idType('message')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Whom it is for; null for an address that has no account. */
    accountId: p.type(idType('account')).nullable(),
    channel: p.enum(channels),
    /** Which letter it is. */
    letter: p.string().length(40),
    /** Address and text, sealed (see `seal.ts`). Null as soon as it was sent or given up. */
    sealed: p.text().nullable(),
    attempts: p.smallint(),
    /** When to send it, or to try again. */
    dueAt: p.datetime(),
    /** From then on it is worth nothing and is not sent. */
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
    sentAt: p.datetime().nullable(),
    /** Why it was not sent, in the carrier's words without the message. */
    trouble: p.string().length(200).nullable(),
  },
  indexes: [
    { name: 'message_due', expression: 'create index message_due on accounts.message (due_at) where sealed is not null' },
    { name: 'message_of_account', properties: ['tenantId', 'accountId'] },
    { name: 'message_age', expression: 'create index message_age on accounts.message (created_at)' },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A message with a secret in it, between the command that caused it and the carrier. */
export class MessageRow extends MessageSchema.class {}
MessageSchema.setClass(MessageRow);
export { MessageSchema };
