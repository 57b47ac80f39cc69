import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRequirements } from '@praetor/authorization/requirements';
import type { Permission } from '@praetor/authorization/roles';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { readLiveFields } from './live-fields.ts';
import { rereadOf } from './reread.ts';
import { readEntityKeys } from '../entity-keys.ts';
import { dependsOnViewer, seesAll } from './viewer-dependence.ts';
import { readViewerMarks } from './viewer-marks.ts';

const schemaFile = (name: string): string => readFileSync(join(import.meta.dirname, '../../../schema', name), 'utf8');
const sdl = schemaFile('supergraph.graphql');
const apiSchema = buildSchema(schemaFile('api.graphql'));
const supergraph = {
  apiSchema,
  requirements: readRequirements(sdl),
  entityKeys: readEntityKeys(sdl),
  viewerMarks: readViewerMarks(sdl),
  liveFields: readLiveFields(sdl, apiSchema),
};

function depends(source: string, ...held: Permission[]): boolean {
  const document = parse(source);
  expect(validate(apiSchema, document)).toEqual([]);
  return dependsOnViewer(supergraph, rereadOf(supergraph, document, null), { permissions: new Set(held) });
}

test.each([
  'subscription { alertRaised { __typename id severity title detail account { id displayName } } }',
  'subscription { alertChanged { acknowledgedBy { ...a } } } fragment a on Account { __typename id statusReason }',
  'subscription { flagChanged { id status resolvedReason notes { text author { id } } } }',
])('holders of a permission see the same: %s', (source) => expect(depends(source)).toBe(false));

test.each([
  'subscription { notificationReceived { id } }',
  'subscription { disputeChanged { id } }',
  'subscription { alertRaised { account { email } } }',
  'subscription { alertRaised { account { ... on Account { roles } } } }',
  'subscription { alertRaised { account { trust { tier } } } }',
  'subscription { alertRaised { dispute { status } } }',
  'subscription { alertChanged { acknowledgedBy { ...a } } } fragment a on Account { id sessions(first: 1) { edges { node { id } } } }',
])('who asks may decide: %s', (source) => expect(depends(source)).toBe(true));

const dispute = 'subscription { disputeChanged { id status evidence { title } claimant { displayName } } }';
const emails = 'subscription { alertRaised { account { email status } } }';

test('holders of the permission that shows all things see the same; everybody else their own', () => {
  expect([depends(dispute), depends(dispute, 'dispute:read'), depends(dispute, 'account:read')]).toEqual([true, false, true]);
  expect([depends(emails), depends(emails, 'account:read')]).toEqual([true, false]);
  const both = 'subscription { disputeChanged { claimant { email } } }';
  expect([depends(both, 'dispute:read'), depends(both, 'account:read', 'dispute:read')]).toEqual([true, false]);
  expect(depends('subscription { notificationReceived { id } }', 'notification:read')).toBe(true);
});

test('whoever does not see all things is told of their own alone', () => {
  const seen = (source: string, ...held: Permission[]) =>
    seesAll(supergraph, rereadOf(supergraph, parse(source), null), { permissions: new Set(held) });
  expect([seen(dispute), seen(dispute, 'dispute:read'), seen(emails)]).toEqual([false, true, true]);
  expect(seen('subscription { notificationReceived { id } }', 'notification:read')).toBe(false);
});

test('a field whose resolver could look at who asks is marked, unless its author vouches for it', () => {
  const marks = readViewerMarks(sdl);
  expect(marks.get('Session.current')).toEqual({ kind: 'perViewer', unless: null });
  expect(marks.get('Account.trust')).toEqual({ kind: 'perViewer', unless: null });
  expect(marks.get('Account.email')).toEqual({ kind: 'perViewer', unless: 'account:read' });
  expect(marks.get('Dispute.evidence')).toEqual({ kind: 'sameForAll' });
  expect(marks.get('Dispute.status')).toBeUndefined();
  expect(
    readViewerMarks('type A { b: Int @perViewer(unless: "x") @perViewer c: Int @sameForAll @perViewer(unless: "y") }'),
  ).toEqual(
    new Map([
      ['A.b', { kind: 'perViewer', unless: null }],
      ['A.c', { kind: 'perViewer', unless: 'y' }],
    ]),
  );
});
