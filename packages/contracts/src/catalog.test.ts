import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
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
