import { createHash } from 'node:crypto';
import { InvalidInput } from '@praetor/kernel/refusal';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readManifest } from './operation-manifest.ts';

const body = 'query Trust($id: ID!) { account(id: $id) { ...Shown } } fragment Shown on Account { id }';
const sha256 = createHash('sha256').update(body).digest('hex');
const shown = ({ hash, name, kind, body }: ReturnType<typeof readManifest>[number]) => ({ hash, name, kind, body });
const trust = { hash: sha256, name: 'Trust', kind: 'query', body };

const issuesOf = (manifest: unknown): [string, string][] => {
  try {
    readManifest(manifest);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.issues.map(({ path, message }) => [String(path.at(-1)), message]);
  }
};

test('reads Apollo’s persisted-query manifest', () => {
  const operations = [
    { id: sha256, name: 'Trust', type: 'query', body },
    { id: 'opened', name: 'Opened', type: 'subscription', body: 'subscription Opened { disputeChanged { id } }' },
  ];
  const read = readManifest({ format: 'apollo-persisted-query-manifest', version: 1, operations });
  expect(read.map(shown)).toEqual([trust, { hash: 'opened', name: 'Opened', kind: 'subscription', body: operations[1]!.body }]);
});

test('reads Relay’s map of MD5 and text', () => {
  const md5 = createHash('md5').update(body).digest('hex');
  expect(readManifest({ [md5]: body }).map(shown)).toEqual([{ ...trust, hash: md5 }]);
});

test('reads the map of codegen’s client preset, with and without the algorithm’s name', () => {
  expect(readManifest({ [`sha256:${sha256}`]: body }).map(shown)).toEqual([trust]);
  expect(readManifest({ [sha256]: body }).map(shown)).toEqual([trust]);
});

test('names everything that is wrong with any operation', () => {
  const wrong = issuesOf({
    'sha256:00': body,
    good: body,
    broken: 'query Broken {',
    nameless: '{ me { id } }',
    two: 'query A { me { id } } query B { me { id } }',
    'not an id': body,
    number: 7,
  });
  expect(wrong.map(([id]) => id).toSorted()).toEqual(['broken', 'nameless', 'not an id', 'number', 'sha256:00', 'two']);
  expect(issuesOf({ [sha256]: body, [`sha256:${sha256}`]: body })).toEqual([[sha256, 'This id stands for several operations.']]);
});

test('refuses what is no manifest, and one of another version', () => {
  for (const manifest of [null, [], 'x', {}, { format: 'apollo-persisted-query-manifest', version: 2, operations: [] }])
    expect(issuesOf(manifest)).toHaveLength(1);
  expect(issuesOf(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`o${at}`, body])))).toHaveLength(1);
  expect(issuesOf({ format: 'apollo-persisted-query-manifest', version: 1, operations: [null, { body }] })).toHaveLength(2);
});

test('whatever is sent is read or refused', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void issuesOf(value)));
});
