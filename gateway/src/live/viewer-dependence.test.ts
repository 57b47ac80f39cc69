import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRequirements } from '@praetor/authorization/requirements';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { readLiveFields } from './live-fields.ts';
import { rereadOf } from './reread.ts';
import { readEntityKeys } from '../entity-keys.ts';
import { dependsOnViewer } from './viewer-dependence.ts';

const schemaFile = (name: string): string => readFileSync(join(import.meta.dirname, '../../../schema', name), 'utf8');
const sdl = schemaFile('supergraph.graphql');
const apiSchema = buildSchema(schemaFile('api.graphql'));
const supergraph = {
  apiSchema,
  requirements: readRequirements(sdl),
  entityKeys: readEntityKeys(sdl),
  liveFields: readLiveFields(sdl, apiSchema),
};

function depends(source: string): boolean {
  const document = parse(source);
  expect(validate(apiSchema, document)).toEqual([]);
  return dependsOnViewer(supergraph, rereadOf(supergraph, document, null));
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
