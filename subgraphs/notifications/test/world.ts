import { disputeOpened } from '@praetor/contracts/disputes';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { raiseAlert } from '../src/commands/raise-alert.ts';
import type { AlertRow } from '../src/db/alert.entity.ts';
import { createNotificationsService, store } from '../src/service.ts';

export type Person = ReturnType<typeof accountActor>;

/** A notification as its reader gets it. */
export interface Read {
  id: string;
  kind: string;
  title: string;
  body: string;
  readAt: string | null;
  link: { type: string; id: string } | null;
}

export interface Told {
  person: Person;
  notificationId: string;
  disputeId: Id<'dispute'>;
}

/** Notifications alone, with stories that go through commands and events only. */
export interface NotificationsWorld extends SubgraphWorld {
  operator(role?: string): Person;
  /** An alert that an operator raised. */
  alerted(input?: Partial<Parameters<typeof raiseAlert>[1]>): Promise<AlertRow>;
  /** Someone who was told of a dispute. */
  told(person?: Person): Promise<Told>;
  inbox(person: Person, args?: string): Promise<Read[]>;
}

export async function notificationsWorld(): Promise<NotificationsWorld> {
  const world = await subgraphWorld(store, createNotificationsService);
  const stories = {
    operator: (role = 'MODERATOR') => accountActor(world.tenantId, [role]),
    alerted: (input: Partial<Parameters<typeof raiseAlert>[1]> = {}) =>
      raiseAlert(world.room(stories.operator()), { severity: 'warning', title: 'Look here', ...input }),
    async told(person = accountActor(world.tenantId, ['SELLER'])): Promise<Told> {
      const disputeId = newId('dispute');
      const data = {
        disputeId,
        claimantId: newId('account'),
        respondentId: person.id,
        orderRef: null,
        category: 'itemNotReceived',
        claim: null,
        answerBy: '2026-01-25T12:00:00.000Z',
      };
      await world.receive(disputeOpened, { subject: { type: 'dispute', id: disputeId }, data });
      const [newest] = await stories.inbox(person);
      return { person, notificationId: newest!.id, disputeId };
    },
    async inbox(person: Person, args = '(first: 100)'): Promise<Read[]> {
      const query = `{ myNotifications${args} { edges { node { id kind title body readAt link { type id } } } } }`;
      const { data } = await world.query(person, query);
      return (data!.myNotifications as { edges: { node: Read }[] }).edges.map(({ node }) => node);
    },
  };
  return Object.assign(world, stories);
}
