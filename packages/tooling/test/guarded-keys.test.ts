import { describe, expect, test } from 'vitest';
import { schemaProblems } from '../src/schema-rules.ts';

const declared = 'type Query { ok: Boolean @authenticated }';
const scopes = '@requiresScopes(scopes: [["vault:read"]])';

describe('a subgraph', () => {
  test('whose keys require nothing has no problems', () => {
    const sdl = `${declared}
      type Vault @key(fields: "id") @key(fields: "owner { id }") { id: ID! owner: Owner! label: String ${scopes} }
      type Owner @key(fields: "id") { id: ID! name: String @authenticated }
      type Secret ${scopes} { vault: Vault }`;
    expect(schemaProblems('vaults', sdl)).toEqual([]);
  });

  test.each([
    [
      'a key is guarded',
      `${declared} type Vault @key(fields: "id code") { id: ID! code: ID! ${scopes} }`,
      ['vaults: Vault.code is part of a @key, and requires something'],
    ],
    [
      'a key is guarded in an extension, under the link’s prefix',
      `${declared} type Vault @federation__key(fields: "code") { id: ID! } extend type Vault { code: ID! @federation__authenticated }`,
      ['vaults: Vault.code is part of a @key'],
    ],
    [
      'what a key passes through is guarded',
      `${declared} type Vault @key(fields: "owner { id code }") { owner: Owner } type Owner { id: ID! code: ID! @policy(policies: [["x"]]) }`,
      ['vaults: Owner.code is part of a @key'],
    ],
    [
      'the type in a key is guarded',
      `${declared} type Vault @key(fields: "owner { id }") { owner: [Owner!]! @listSize(assumedSize: 3) } type Owner @authenticated { id: ID! }`,
      ['vaults: Vault.owner is part of a @key'],
    ],
  ])('is refused when %s', (_, sdl, expected) => {
    const problems = schemaProblems('vaults', sdl);
    expect(problems).toHaveLength(expected.length);
    for (const [at, problem] of expected.entries()) expect(problems[at]).toContain(problem);
  });
});
