import { readFileSync } from 'node:fs';
import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { eventually, newPerson, sendText, staff } from './client.ts';
import { root } from './forms/form.ts';
import { jsonFor, operationFor } from './generated-input.ts';

const schema = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
/** What a session of staff acting as someone else can change at all: `packages/tooling/test/impersonation.test.ts` holds the list. */
const inReach = new Set(['endImpersonation', 'openDispute', 'submitDisputeEvidence']);

interface Started {
  startImpersonation: { accessToken: string; impersonation: { id: string } };
}

async function begin() {
  const [support, person] = [await staff('SUPPORT'), await newPerson()];
  const input = { accountId: person.id, reason: 'They asked for help.', minutes: 5 };
  const { data, errors } = await sendText<Started>(
    support.token,
    `mutation ($input: StartImpersonationInput!) { startImpersonation(input: $input) {
      ... on StartedImpersonation { accessToken impersonation { id } } ... on UserError { code message } } }`,
    { input },
  );
  if (!data?.startImpersonation.accessToken) throw new Error(`It did not begin: ${JSON.stringify({ data, errors })}`);
  return { support, person, token: data.startImpersonation.accessToken, id: data.startImpersonation.impersonation.id };
}

describe('staff acting as someone else', async () => {
  const run = await begin();

  test('sees what they see', async () => {
    const { data } = await sendText<{ me: { id: string; email: string } }>(run.token, '{ me { id email } }');
    expect(data?.me).toEqual({ id: run.person.id, email: run.person.email });
  });

  test.each(mutations.filter(({ name }) => !inReach.has(name)).map((field) => [field.name, field] as const))(
    'cannot %s',
    async (name, field) => {
      const input = fc.record(Object.fromEntries(field.args.map((arg) => [arg.name, jsonFor(arg.type, [newId('account')])])));
      const codes: unknown[] = [];
      for (const sample of fc.sample(input, 5)) {
        const answer = await sendText<Record<string, unknown>>(run.token, operationFor(schema, 'mutation', field), sample);
        codes.push(answer.errors[0]?.extensions?.['reason'] ?? answer.errors[0]?.extensions?.['code']);
        expect(answer.data?.[name] ?? null).toBeNull();
      }
      // What is malformed may be refused before anybody asks who sent it.
      const refused = ['BAD_USER_INPUT', 'GRAPHQL_VARIABLE_LIMIT', 'IMPERSONATION_FORBIDDEN'];
      expect(codes.filter((code) => !refused.includes(String(code)))).toEqual([]);
    },
  );

  test('is shown in the log beside the one they act as, and the person is told', async () => {
    const [respondent, auditor] = [await newPerson(), await staff('AUDITOR')];
    const open = `mutation { openDispute(input: { respondentId: "${respondent.id}", category: "other", description: "For them." }) {
      __typename } }`;
    await eventually(async () => {
      const { data } = await sendText<{ openDispute: { __typename: string } }>(run.token, open);
      return data?.openDispute.__typename === 'Dispute';
    }, 'the dispute');
    const entry = await eventually(async () => {
      const { data } = await sendText<{
        auditEntries: { edges: { node: { actor: { id: string }; impersonator: { id: string } } }[] };
      }>(
        auditor.token,
        `{ auditEntries(actorId: "${run.person.id}", type: "disputes.opened.v1") { edges { node { actor { id } impersonator { id } } } } }`,
      );
      return data?.auditEntries.edges[0]?.node;
    }, 'the entry');
    expect(entry).toEqual({ actor: { id: run.person.id }, impersonator: { id: run.support.id } });
    await eventually(async () => {
      const { data } = await sendText<{ myNotifications: { edges: { node: { kind: string } }[] } }>(
        run.person.token,
        '{ myNotifications { edges { node { kind } } } }',
      );
      return data?.myNotifications.edges.some(({ node }) => node.kind === 'IMPERSONATION');
    }, 'the notice');
  });

  test('is out once the person ends it', async () => {
    await sendText(run.person.token, `mutation { endImpersonation(input: { impersonationId: "${run.id}" }) { __typename } }`);
    await eventually(
      async () => (await sendText(run.token, '{ me { id } }')).errors[0]?.extensions?.['code'] === 'UNAUTHENTICATED',
      'the end',
    );
  });
});
