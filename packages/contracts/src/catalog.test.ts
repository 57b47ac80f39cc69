import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalog, contractsIn, marketplaceCatalog } from './catalog.ts';
import { Envelope } from './envelope.ts';

test('every contract of every file in this folder is in the catalog', async () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const modules: Record<string, unknown>[] = await Promise.all(files.map((name) => import(new URL(name, import.meta.url).href)));
  const types = modules.flatMap(contractsIn).map((contract) => contract.type);
  expect([...catalog.keys()].sort()).toEqual([...new Set(types)].sort());
});

test('every type is a legal envelope type, and every party and personal field exists', () => {
  for (const contract of catalog.values()) {
    expect(Envelope.shape.type.safeParse(contract.type).success, contract.type).toBe(true);
    expect(Object.keys(contract.data.shape), contract.type).toEqual(
      expect.arrayContaining([...contract.parties, ...contract.personal]),
    );
  }
});

test('parties of marketplace events are references, and nothing else that ends in Ref names a person', () => {
  const things = ['orderRef', 'paymentRef', 'refundRef', 'chargebackRef', 'disputeRef'];
  for (const contract of marketplaceCatalog.values()) {
    const refs = Object.keys(contract.data.shape).filter((field) => field.endsWith('Ref') && !things.includes(field));
    expect([...contract.parties].sort(), contract.type).toEqual(refs.sort());
  }
});

/** Fields with strings that somebody chose and that tell of nobody: names of things, codes, kinds, ids that end otherwise. */
const impersonal = [
  'category changed country couponCode entity evidence hash holds issuer kind method methods missing modelHash modelVersion operations pattern',
  'acknowledgedBy resolvedBy submittedBy action code conditions context documentation except message',
  'draftHash liveHash reportHash',
  'publicKey prefix previousHash previousVersion reasons reference role roles service sha256 slug source stateDigest target title',
].flatMap((line) => line.split(' '));
/** The same, in these events only. */
const impersonalHere = new Set([
  'accounts.tenantCreated name',
  'accounts.apiKeyCreated name',
  'accounts.apiKeyRotated name',
  'accounts.apiKeyRevoked name',
  'accounts.operationDeprecated name',
  'accounts.operationRemoved name',
  'accounts.identityProviderAdded displayName',
  'accounts.identityProviderChanged displayName',
  'accounts.identityProviderEnabled displayName',
  'accounts.identityProviderDisabled displayName',
  'accounts.identityPolicySet passwordWords',
  'marketplace.paymentFailed reason',
  'marketplace.serviceDown detail',
  'marketplace.serviceRecovered detail',
]);

test('words that somebody wrote are personal: they lie beside the audit leaf, and can be erased', () => {
  const forgotten = [...catalog.values()].flatMap(({ type, data, personal, parties }) => {
    const { properties = {} } = z.toJSONSchema(data, { unrepresentable: 'any' });
    const wordy = Object.entries(properties).filter(([field, schema]) => {
      const text = JSON.stringify(schema);
      const closed = /"enum"|"format":"date-time"|"amountMinor"|"additionalProperties":\{"type":"integer"/.test(text);
      return /"string"/.test(text) && !closed && !/(Id|Ref)$/.test(field);
    });
    const known = [...personal, ...parties, ...impersonal];
    return wordy
      .map(([field]) => field)
      .filter((field) => !known.includes(field) && !impersonalHere.has(`${type.replace(/\.v\d+$/, '')} ${field}`))
      .map((field) => `${type} ${field}`);
  });
  expect(forgotten).toEqual([]);
});

test('a payout destination is named by a fingerprint, never by its number', () => {
  const { data } = marketplaceCatalog.get('marketplace.payoutDestinationUsed.v1')!;
  const accepts = (fingerprint: string) => data.safeParse({ userRef: 'u-1', fingerprint }).success;
  for (const number of [
    'DE89370400440532013000',
    'de89-3704-0044-0532-0130-00',
    'GB29NWBK60161331926819',
    '4111111111111111',
    '4111-1111-1111-1111',
    '021000021/000123456789',
  ])
    expect(accepts(number), number).toBe(false);
  for (const fingerprint of ['psp_fp_7f3a9c1e5b2d8046', 'a'.repeat(64), 'DE00370400440532013000', 'sha256:9f86d081884c7d65'])
    expect(accepts(fingerprint), fingerprint).toBe(true);
});
