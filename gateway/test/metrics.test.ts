import { expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

async function seriesOf({ url }: World): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^(praetor_\S+) /gm)].map(([, series = '']) => series);
}

/** What clients can choose: paths, names of operations, fields, tenants, who they are. */
async function ask(world: World, named: string): Promise<void> {
  const person = await signIn(world.records, ['BUYER']);
  await fetch(`${world.url}/${named}`);
  await world.ask(`query ${named} { ${named}: whoAmI me { name } dispute(id: "${named}") { title } }`, person);
  await world.ask(`query ${named} { broken }`, { headers: { 'x-praetor-tenant': named } });
  await world.ask(`{ ${named} }`, person);
}

test('whatever clients send, the metrics stay as many as they are', async () => {
  await using world = await gatewayWorld();
  await ask(world, 'first');
  await seriesOf(world);
  const before = await seriesOf(world);
  for (let at = 0; at < 25; at++) await ask(world, `another${at}`);
  const after = await seriesOf(world);
  expect(after).toEqual(before);
  expect(after.filter((series) => /first|another|tnt_|acc_/.test(series))).toEqual([]);
  expect(after).toContain('praetor_http_requests_total{route="other",status="4xx"}');
});
