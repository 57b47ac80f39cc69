import { type Actor, systemActor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { expect, test } from 'vitest';
import { coalesced } from './coalesce.ts';
import type { SubgraphAnswer, SubgraphRequest } from './data-source.ts';
import { createLeaving } from './leaving.ts';

const actor = systemActor('test', newId('tenant'));
const read: SubgraphRequest = { query: 'query A { a }', variables: { b: 1 } };

/** A subgraph that answers when it is told to, with how often it was asked. */
function slow() {
  const waiting: ((answer?: SubgraphAnswer) => void)[] = [];
  let asked = 0;
  const subgraph = coalesced({
    name: 'slow',
    ask: () => {
      asked += 1;
      const count = asked;
      return new Promise((resolve) => waiting.push((answer) => resolve(answer ?? { data: { count, list: [{ id: 1 }] } })));
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { subgraph, waiting, settle, asked: () => asked };
}

test('equal reads of one actor, asked while one runs, share the one that follows it', async () => {
  const { subgraph, waiting, settle, asked } = slow();
  const answers = Array.from({ length: 50 }, () => subgraph.ask(read, { ...actor, requestId: newId('request') }));
  expect(asked()).toBe(1);
  waiting[0]?.();
  await settle();
  expect(asked()).toBe(2);
  waiting[1]?.();
  const counts = (await Promise.all(answers)).map(({ data }) => data?.['count']);
  expect(counts).toEqual([1, ...Array.from({ length: 49 }, () => 2)]);
  await settle();
  const later = subgraph.ask(read, actor);
  expect(asked()).toBe(3);
  waiting[2]?.();
  await later;
});

test('a read asked after a change is never answered by one that began before it', async () => {
  const { subgraph, waiting, settle } = slow();
  const before = subgraph.ask(read, actor);
  const change = subgraph.ask({ query: 'mutation { a }' }, actor);
  waiting[1]?.();
  await change;
  const after = subgraph.ask(read, actor);
  waiting[0]?.();
  await settle();
  waiting[2]?.();
  expect([(await before).data?.['count'], (await after).data?.['count']]).toEqual([1, 3]);
});

const others: [string, Partial<Actor>][] = [
  ['another person', { id: 'other' }],
  ['another tenant', { tenantId: newId('tenant') }],
  ['other roles', { roles: ['ADMIN'] }],
  ['another session', { sessionId: newId('session') }],
  ['an impersonator', { impersonatorId: newId('account') }],
  ['another assurance', { assurance: 2 }],
  ['another address', { ip: '10.0.0.1' }],
];
test.each(others)('nothing is shared with %s', async (_, facts) => {
  const { subgraph, asked } = slow();
  void subgraph.ask(read, actor);
  void subgraph.ask(read, { ...actor, ...facts });
  expect(asked()).toBe(2);
});

test('other queries, other variables and mutations are never shared', () => {
  const { subgraph, asked } = slow();
  for (const request of [
    read,
    { ...read, variables: { b: 2 } },
    { query: '{ a }' },
    { query: 'mutation { a }' },
    { query: 'mutation { a }' },
  ])
    void subgraph.ask(request, actor);
  expect(asked()).toBe(5);
});

test('who shares an answer may write into it', async () => {
  const { subgraph, waiting, settle } = slow();
  const [first, second, third] = [subgraph.ask(read, actor), subgraph.ask(read, actor), subgraph.ask(read, actor)];
  waiting[0]?.();
  await first;
  await settle();
  waiting[1]?.();
  const mine = (await second).data as { list: { id: number }[] };
  mine.list[0]!.id = 7;
  expect((await third).data?.['list']).toEqual([{ id: 1 }]);
});

test('one that fails does not take its successors with it', async () => {
  let asked = 0;
  const subgraph = coalesced({
    name: 'failing',
    ask: async () => {
      asked += 1;
      if (asked === 1) throw new Error('no');
      return { data: { asked } };
    },
  });
  const [first, second] = [subgraph.ask(read, actor), subgraph.ask(read, actor)];
  await expect(first).rejects.toThrow('no');
  expect(await second).toEqual({ data: { asked: 2 } });
});

test('one who goes away ends the request that only they wait for, and no shared one', async () => {
  const leavings: unknown[] = [];
  const answers: (() => void)[] = [];
  const subgraph = coalesced({
    name: 'slow',
    ask(_request, _actor, leaving) {
      leavings.push(leaving);
      return new Promise((resolve) => answers.push(() => resolve({ data: {} })));
    },
  });
  const [first, second, third] = [createLeaving(), createLeaving(), createLeaving()];
  void subgraph.ask(read, actor, first);
  void subgraph.ask(read, actor, second);
  void subgraph.ask(read, actor, third);
  answers[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(leavings).toEqual([first, null]);
});
