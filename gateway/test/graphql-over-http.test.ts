import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatewayWorld, type World } from './fixtures/world.ts';

/** GraphQL over HTTP, as graphql-http's own audit reads it, against the real door. */
let world: World;
beforeAll(async () => {
  world = await gatewayWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

const audits = serverAudits({ url: () => `${world.url}/graphql` });

describe('GraphQL over HTTP', () => {
  test('is audited in full', () => {
    expect(audits.filter(({ name }) => name.startsWith('MUST')).length).toBeGreaterThan(10);
    expect(audits.filter(({ name }) => name.startsWith('SHOULD')).length).toBeGreaterThan(20);
  });

  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, name, audit) => {
    const result = await audit.fn();
    const found = result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason} ${await result.response.clone().text()}`;
    if (name.startsWith('MAY')) expect(found).not.toMatch(/^error/);
    else expect(found).toBe('ok');
  });
});
