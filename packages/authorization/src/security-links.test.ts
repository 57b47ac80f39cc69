import { ApolloGateway } from '@apollo/gateway';
import { describe, expect, test } from 'vitest';
import { supergraphSdl } from '../test/sample-graph.ts';
import { stripSecurityLinks } from './security-links.ts';

async function load(sdl: string): Promise<string[]> {
  const gateway = new ApolloGateway({ supergraphSdl: sdl, logger: { debug() {}, info() {}, warn() {}, error() {} } });
  const { schema } = await gateway.load();
  await gateway.stop();
  return Object.keys(schema.getQueryType()?.getFields() ?? {});
}

describe('stripping for: SECURITY', () => {
  test('makes @apollo/gateway load the supergraph it refused', async () => {
    await expect(load(supergraphSdl())).rejects.toThrow(/for: SECURITY but is unsupported/);
    expect(await load(stripSecurityLinks(supergraphSdl()))).toContain('disputes');
  });

  test('changes nothing else', () => {
    const before = supergraphSdl();
    const after = stripSecurityLinks(before);
    expect(before.length - after.length).toBe(3 * ', for: SECURITY'.length);
    expect(after).toBe(before.replaceAll(/(@link\(url: [^)]*), for: SECURITY\)/g, '$1)'));
    expect(stripSecurityLinks(after)).toBe(after);
  });

  test('wherever the argument stands, and only on what is enforced here', () => {
    const sdl = (ours: string, rest: string): string =>
      `schema ${ours} ${rest} { query: Query } type Query { "for: SECURITY" a: Int }`;
    const foreign =
      '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY) @link(url: "https://specs.apollo.dev/policy/v0.9", for: SECURITY)';
    const ours = '@core(for: SECURITY, feature: "https://specs.apollo.dev/policy/v0.1")';
    expect(stripSecurityLinks(sdl(ours, foreign))).toBe(sdl('@core(, feature: "https://specs.apollo.dev/policy/v0.1")', foreign));
  });
});
