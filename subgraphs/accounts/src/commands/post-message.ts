import { willLeave } from '@praetor/events/commit-bell';
import { newId, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { MessageRow } from '../db/message.entity.ts';
import type { Seal } from '../db/seal.ts';
import { letters, type Channel, type LetterName } from '../domain/messages.ts';
import { TenantRow } from '../db/tenant.entity.ts';

/** What is sealed of a message. */
export const Sealed = z.object({ to: z.string(), subject: z.string(), text: z.string() });
export type Parcel = z.infer<typeof Sealed>;

export interface Posting {
  readonly tenantId: Id<'tenant'>;
  readonly accountId: Id<'account'> | null;
  readonly channel: Channel;
  readonly letter: LetterName;
  readonly to: string;
  /** The code or token in it; empty for a notice. */
  readonly secret: string;
  readonly now: Date;
  /** Not sent from then on. */
  readonly expiresAt: Date;
}

/** Takes messages in, sealed, in the transaction that causes them. */
export interface Post {
  post(tx: EntityManager, posting: Posting): Promise<Id<'message'>>;
}

export function createPost({ seal, pages }: { seal: Seal; pages: string | null }): Post {
  return {
    async post(tx, { tenantId, accountId, channel, letter, to, secret, now, expiresAt }) {
      const tenant = await tx.findOneOrFail(TenantRow, { id: tenantId });
      const id = newId('message');
      const parcel: Parcel = { to, ...letters[letter]({ service: tenant.name, pages }, secret) };
      tx.create(MessageRow, {
        id,
        tenantId,
        accountId,
        channel,
        letter,
        sealed: seal.close(JSON.stringify(parcel), id),
        attempts: 0,
        dueAt: now,
        expiresAt,
        createdAt: now,
        sentAt: null,
        trouble: null,
      });
      willLeave(tx, 'messages');
      await tx.flush();
      return id;
    },
  };
}
