import { expect, test } from 'vitest';
import { ask, newPerson, send, staff } from './client.ts';
import { graphql } from './generated/gql.ts';

/** Everything there is about one account, joined over all six subgraphs in one operation. */
const Whole = graphql(`
  query Whole($id: ID!) {
    account(id: $id) {
      id
      email
      status
      profile {
        about
      }
      wallet {
        address
      }
      linkedAccounts(first: 5) {
        edges {
          node {
            kind
          }
        }
      }
      memberships(first: 5) {
        edges {
          node {
            role
          }
        }
      }
      closing {
        status
      }
      trust {
        score
      }
      flags(first: 5) {
        edges {
          node {
            id
          }
        }
      }
      disputes(first: 5) {
        edges {
          node {
            id
          }
        }
      }
      notifications(first: 5) {
        edges {
          node {
            id
          }
        }
      }
      auditTrail(first: 5) {
        edges {
          node {
            type
          }
        }
      }
    }
  }
`);

/** Fields that answered an error, by the names of their paths below the account. */
const denied = (errors: { path?: (string | number)[] }[]): string[] =>
  [...new Set(errors.map(({ path }) => String(path?.[1])))].toSorted();

test('one operation joins an account over all six; each role sees its part, whoever asks for more gets null and an error there', async () => {
  const person = await newPerson();
  const admin = await staff('ADMIN');
  const whole = await ask(admin.token, Whole, { id: person.id });
  expect(whole.account).toMatchObject({ id: person.id, email: person.email, status: 'ACTIVE', closing: null });
  for (const part of ['linkedAccounts', 'memberships', 'flags', 'disputes', 'notifications', 'auditTrail'] as const)
    expect(whole.account?.[part], part).not.toBeNull();

  const support = await send((await staff('SUPPORT')).token, Whole, { id: person.id });
  expect(denied(support.errors)).toEqual(['auditTrail', 'notifications']);
  expect(support.data?.account).toMatchObject({ email: person.email, auditTrail: null, notifications: null });

  const stranger = await send((await newPerson()).token, Whole, { id: person.id });
  expect(denied(stranger.errors)).toEqual(
    expect.arrayContaining(['auditTrail', 'disputes', 'flags', 'linkedAccounts', 'notifications']),
  );
  expect(stranger.data?.account).toMatchObject({ id: person.id, email: null, status: null, wallet: null, auditTrail: null });
});
