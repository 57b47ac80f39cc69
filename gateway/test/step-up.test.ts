import { GraphQLError } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { withStepUpChallenge } from '../src/step-up-challenge.ts';
import { signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const challengeOf = async (world: World, query: string, asker: Awaited<ReturnType<typeof signIn>>, times = 1) => {
  let found = { status: 0, header: null as string | null, data: null as unknown, codes: [] as unknown[] };
  for (let time = 0; time < times; time += 1) {
    const { status, headers, body } = await world.ask(query, asker);
    const codes = body.errors?.map(({ extensions }) => extensions.code) ?? [];
    found = { status, header: headers.get('www-authenticate'), data: body.data, codes };
  }
  return found;
};

describe.each([
  ['the whole pipeline', true],
  ['early answers', false],
])('by %s', (_, withoutEarlyAnswers) => {
  test('an answer says over HTTP which proof would do (RFC 9470), and keeps what it could answer', async () => {
    await using world = await gatewayWorld({ overrides: { withoutEarlyAnswers } });
    const person = await signIn(world.records, ['BUYER']);
    Object.assign(person.session, { fullAssurance: 2, authenticatedAt: Math.floor(Date.now() / 1000) });
    const { header, ...answer } = await challengeOf(world, '{ strongbox me { name } }', person, 3);
    expect(answer).toEqual({
      status: 200,
      data: { strongbox: null, me: { name: 'Person 1' } },
      codes: ['INSUFFICIENT_USER_AUTHENTICATION'],
    });
    expect(header).toMatch(/^Bearer realm="praetor", error="insufficient_user_authentication", error_description="[^"]+"/);
    expect(header).toMatch(/, acr_values="urn:praetor:acr:2", max_age="60"$/);
    expect((await challengeOf(world, 'mutation { giveAway(to: "them") { name } }', person, 3)).header).toMatch(/max_age="600"$/);
    person.session.assurance = 2;
    await vi.waitFor(async () =>
      expect(await challengeOf(world, '{ strongbox me { name } }', person, 3)).toEqual({
        status: 200,
        header: null,
        data: { strongbox: 'gold', me: { name: 'Person 1' } },
        codes: [],
      }),
    );
  });

  test('where denials refuse the whole, the status is 401 as the standard has it', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_AUTHORIZATION: 'reject' }, overrides: { withoutEarlyAnswers } });
    const person = await signIn(world.records, ['BUYER']);
    person.session.authenticatedAt = Math.floor(Date.now() / 1000) - 120;
    const { status, header, data } = await challengeOf(world, '{ strongbox me { name } }', person, 3);
    expect([status, data]).toEqual([401, undefined]);
    expect(header).toContain('insufficient_user_authentication');
  });
});

describe('one challenge for many errors', () => {
  const error = (acr: string, age?: number) =>
    new GraphQLError('No.', {
      extensions: { code: 'INSUFFICIENT_USER_AUTHENTICATION', acr_values: acr, ...(age !== undefined && { max_age: age }) },
    });
  const headersOf = (errors: readonly GraphQLError[]) =>
    withStepUpChallenge(errors).flatMap(({ extensions }) => Object.values(extensions.http?.headers ?? {}));

  test('asks for the strongest and youngest proof', () => {
    const [header, ...others] = headersOf([
      error('urn:praetor:acr:1', 600),
      error('urn:praetor:acr:2'),
      error('urn:praetor:acr:1', 60),
    ]);
    expect(others).toEqual([]);
    expect(header).toMatch(/acr_values="urn:praetor:acr:2", max_age="60"$/);
  });

  test('lets nothing into the header that does not belong there, and adds none to other errors', () => {
    expect(headersOf([error('x"\r\nset-cookie: a', Number.NaN)])).toEqual([
      expect.not.stringMatching(/acr_values|max_age|\r|\n/),
    ]);
    const other = [new GraphQLError('No.', { extensions: { code: 'FORBIDDEN' } })];
    expect(withStepUpChallenge(other)).toBe(other);
  });
});
