import { readFileSync } from 'node:fs';
import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { administrators, newPerson, type Person, sendRaw, sendText } from './client.ts';
import { root } from './forms/form.ts';
import { jsonFor, operationFor } from './generated-input.ts';

const schema = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));
const callers = new Map<string, string | null>([['anonymous', null]]);
/** Would sign the very callers out that the test needs. */
const harmful = new Set(['logout']);
const ids: string[] = (['account', 'dispute', 'flag', 'alert', 'notification', 'session', 'apiKey', 'tenant'] as const).map(
  (kind) => newId(kind),
);

/** Staff of this test's own: what it tries may lock them out, and must not touch the demo's. */
async function employ(role: string): Promise<Person> {
  const [[first, second], person] = [await administrators(), await newPerson()];
  const ask = `mutation { assignRole(input: { accountId: "${person.id}", role: ${role} }) { ... on RoleAssignment { request { id } } } }`;
  const asked = await sendText<{ assignRole: { request: { id: string } } }>(first.token, ask);
  const id = asked.data?.assignRole.request.id;
  const approve = `mutation { approveRoleRequest(input: { roleRequestId: "${id}" }) { __typename } }`;
  const { data, errors } = await sendText<{ approveRoleRequest: { __typename: string } }>(second.token, approve);
  if (data?.approveRoleRequest.__typename !== 'RoleRequest')
    throw new Error(`No ${role}: ${JSON.stringify({ asked, data, errors })}`);
  return person;
}

beforeAll(async () => {
  const people = { buyer: await newPerson(), moderator: await employ('MODERATOR'), admin: await employ('ADMIN') };
  for (const [name, { id, token }] of Object.entries(people)) {
    ids.push(id);
    callers.set(name, token);
  }
});

/** Whatever comes in, what goes out is data, a typed refusal or a coded error. */
function assertClean(text: string, answer: Awaited<ReturnType<typeof sendText>>): void {
  const codes = answer.errors.map(({ extensions }) => extensions?.code);
  expect(codes, text).not.toContain('INTERNAL_SERVER_ERROR');
  for (const code of codes) expect(code, text).toMatch(/^[A-Z][A-Z_]+$/);
  expect(JSON.stringify(answer), text).not.toMatch(/node_modules|\.ts:\d|at Object\.|select .* from |violates|Praetor::/);
}

const roots = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
].filter(([, field]) => !harmful.has(field.name));

describe.each(roots.map(([kind, field]) => [kind, field.name, field] as const))('%s %s', (kind, _, field) => {
  test('answers generated input without an internal error', async () => {
    const operation = operationFor(schema, kind, field);
    const input = fc.record(Object.fromEntries(field.args.map(({ name, type }) => [name, jsonFor(type, ids)])));
    await fc.assert(
      fc.asyncProperty(input, fc.constantFrom(...callers.keys()), async (variables, caller) => {
        assertClean(
          `${caller}: ${operation} ${JSON.stringify(variables).slice(0, 2000)}`,
          await sendText(callers.get(caller) ?? null, operation, variables),
        );
      }),
      { numRuns: field.args.length ? 25 : 4 },
    );
  });
});

test.each([
  ['no body', '', 400],
  ['no JSON', '{', 400],
  ['an array', '[]', 400],
  ['no query', '{}', 400],
  ['a query of the wrong type', '{"query": 1}', 400],
  ['a syntax error', '{"query": "{"}', 400],
  ['an unknown field', '{"query": "{ nothingOfTheKind }"}', 400],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
])('answers %s with a clear 4xx', async (_, body, status) => {
  const { status: answered, text } = await sendRaw(body);
  expect(answered).toBe(status);
  expect(text).not.toMatch(/node_modules|INTERNAL_SERVER_ERROR|\.ts:\d/);
});

test('refuses a body that is too large before reading it as GraphQL', async () => {
  const { status } = await sendRaw(JSON.stringify({ query: `{ me { id } } #${'x'.repeat(2 * 1024 * 1024)}` }));
  expect(status).toBe(413);
});
