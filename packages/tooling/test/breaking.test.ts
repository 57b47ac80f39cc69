import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type AcceptedChange, judgeChanges, type UsedOperation } from '../src/breaking.ts';
import { root } from '../src/workspaces.ts';

const released = `
  type Query { disputes(first: Int): [Dispute] me: Person }
  type Mutation { close(input: CloseInput!): Dispute }
  input CloseInput { id: ID! note: String }
  type Dispute { id: ID! title: String! status: Status }
  type Person { name: String level: Int }
  enum Status { OPEN CLOSED }
`;
const operations: UsedOperation[] = [
  {
    partner: 'Acme',
    name: 'Titles',
    body: 'query Titles { disputes { title } }',
    usage: { count: '1200', lastUsedAt: '2026-11-19T08:00:00Z' },
  },
  { partner: 'Acme', name: 'Me', body: 'query Me { me { name } }', usage: { count: '0', lastUsedAt: null } },
  { partner: 'Shop', name: 'Ids', body: 'query Ids { disputes { id } }', usage: null },
];
const judged = (change: (sdl: string) => string, accepted: AcceptedChange[] = []) =>
  judgeChanges({ released: buildSchema(released), current: buildSchema(change(released)), operations, accepted });

const titleGone = 'Dispute.title was removed.';
const acmeBroken =
  'Breaks "Acme: Titles", which ran 1200 times, last at 2026-11-19T08:00:00Z: Cannot query field "title" on type "Dispute".';
const dropTitle = (sdl: string) => sdl.replace('title: String! ', '');

describe('a schema', () => {
  test('that is as it was released, or grew, passes', () => {
    expect(judged((sdl) => sdl)).toEqual({ problems: [], warnings: [] });
    expect(judged((sdl) => sdl.replace('id: ID! title', 'id: ID! summary: String title')).problems).toEqual([]);
  });

  test.each<[string, (sdl: string) => string, string[]]>([
    ['a field is gone that is used', dropTitle, [`Breaking: ${titleGone}`, acmeBroken]],
    [
      'a type is gone, its operation never ran',
      (sdl) => sdl.replace('me: Person', '').replace('type Person { name: String level: Int }', ''),
      [
        'Breaking: Person was removed.',
        'Breaking: Query.me was removed.',
        'Breaks "Acme: Me", which never ran: Cannot query field "me" on type "Query".',
      ],
    ],
    [
      'a field may be null now',
      (sdl) => sdl.replace('title: String!', 'title: String'),
      ['Breaking: Dispute.title changed type'],
    ],
    ['an argument is gone', (sdl) => sdl.replace('(first: Int)', ''), ['Breaking: Query.disputes arg first was removed.']],
    [
      'an input is required now',
      (sdl) => sdl.replace('note: String', 'note: String!'),
      ['Breaking: CloseInput.note changed type from String to String!.'],
    ],
    ['a value is gone', (sdl) => sdl.replace('OPEN CLOSED', 'OPEN'), ['Breaking: CLOSED was removed from enum type Status.']],
  ])('fails when %s', (_, change, expected) => {
    const { problems } = judged(change);
    expect(problems, problems.join('\n')).toHaveLength(expected.length);
    for (const [at, problem] of expected.entries()) expect(problems[at]).toContain(problem);
  });

  test('that a client may stumble over is named, and passes', () => {
    const { problems, warnings } = judged((sdl) => sdl.replace('OPEN CLOSED', 'OPEN CLOSED LAPSED'));
    expect([problems, warnings]).toEqual([[], ['Dangerous: LAPSED was added to enum type Status.']]);
  });

  test('may break on purpose: with a reason, and knowing whom', () => {
    const reason = 'Titles moved to Dispute.summary (ADR 99).';
    expect(judged(dropTitle, [{ change: titleGone, reason }]).problems).toEqual([acmeBroken]);
    const known = judged(dropTitle, [{ change: titleGone, reason, breaks: ['Acme: Titles'] }]);
    expect(known.problems).toEqual([]);
    expect(known.warnings).toEqual([`Breaking, and meant: ${titleGone} ${reason}`, `Known: ${acmeBroken}`]);
    const breaks = ['Acme: Titles'];
    expect(judged(dropTitle, [{ change: titleGone, reason: ' ', breaks }]).problems).toEqual([
      `Accepted without a reason: ${titleGone}`,
    ]);
    expect(judged((sdl) => sdl, [{ change: titleGone, reason }]).problems).toEqual([
      `Accepted, but nothing breaks so: ${titleGone}`,
    ]);
  });
});

describe('the check that CI runs', () => {
  test('compares the committed schema with the released one, and every operation that we ship', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['packages/tooling/src/check-breaking.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([stderr.match(/^(Breaking:|Breaks|Accepted).*/gm), status]).toEqual([null, 0]);
    expect(stdout).toMatch(/breaks nothing that was released, nor any of \d+ operations/);
    const shipped = JSON.parse(readFileSync(join(root, 'schema/operations/shipped.json'), 'utf8')) as UsedOperation[];
    expect(shipped.map(({ name }) => name)).toContain('PartnerOverview');
  });
});
