import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { newId } from '@praetor/kernel/id';
import { newestMail, secretIn } from '@praetor/testkit/mail-catcher';
import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { inject } from 'vitest';
import { graphql } from './generated/gql.ts';

export const form = inject('form');

export interface Answer<Data> {
  status: number;
  data: Data | null;
  errors: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** Sends one typed operation through the public endpoint, as any dashboard would. */
export async function send<Data, Variables>(
  token: string | null,
  document: TypedDocumentNode<Data, Variables>,
  variables?: Variables,
): Promise<Answer<Data>> {
  return sendText(token, typeof document === 'string' ? document : print(document), variables);
}

export async function sendText<Data>(token: string | null, query: string, variables?: unknown): Promise<Answer<Data>> {
  const response = await fetch(`${form.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data = null, errors = [] } = (await response.json()) as Partial<Answer<Data>>;
  return { status: response.status, data, errors };
}

/** Any bytes to the GraphQL endpoint. */
export async function sendRaw(body: string | Buffer): Promise<{ status: number; text: string }> {
  const response = await fetch(`${form.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, text: await response.text() };
}

/** As {@link send}, where errors would be a failure of the test. */
export async function ask<Data, Variables>(
  token: string | null,
  document: TypedDocumentNode<Data, Variables>,
  variables?: Variables,
): Promise<Data> {
  const { data, errors } = await send(token, document, variables);
  if (errors.length || !data) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
  return data;
}

export interface Person {
  id: string;
  email: string;
  password: string;
  token: string;
}

const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on ProofRequest {
        id
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

const VerifyEmail = graphql(`
  mutation VerifyEmail($input: VerifyEmailInput!) {
    verifyEmail(input: $input) {
      __typename
      ... on SessionTokens {
        accessToken
        account {
          id
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

const Login = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      __typename
      ... on SessionTokens {
        accessToken
        refreshToken
        account {
          id
        }
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export async function login(email: string, password: string): Promise<{ id: string; token: string; refreshToken: string }> {
  const { login: result } = await ask(null, Login, { input: { email, password } });
  if (result?.__typename !== 'SessionTokens') throw new Error(`Login was refused: ${JSON.stringify(result)}`);
  return { id: result.account.id, token: result.accessToken, refreshToken: result.refreshToken };
}

/** A new person of the demo tenant, who read their mail, signed in. */
export async function newPerson(): Promise<Person> {
  const [email, password] = [`${newId('account')}@example.com`, 'violet kettles march north'];
  const { register } = await ask(null, Register, { input: { email, password } });
  if (register?.__typename !== 'ProofRequest') throw new Error(`Registration was refused: ${JSON.stringify(register)}`);
  const code = secretIn(await newestMail(form.inboxUrl, email));
  const { verifyEmail } = await ask(null, VerifyEmail, { input: { requestId: register.id, code } });
  if (verifyEmail?.__typename !== 'SessionTokens') throw new Error(`The code was refused: ${JSON.stringify(verifyEmail)}`);
  return { id: verifyEmail.account.id, email, password, token: verifyEmail.accessToken };
}

/** The demo login of a role. */
export async function staff(role: string): Promise<Person> {
  const found = form.logins.find((one) => one.role === role);
  if (!found) throw new Error(`There is no demo login for ${role}.`);
  return { ...found, ...(await login(found.email, found.password)) };
}

/** The two administrators of the demo: what takes two people takes them. */
export async function administrators(): Promise<[Person, Person]> {
  const found = form.logins.filter((one) => one.role === 'ADMIN');
  const people = await Promise.all(found.map(async (one) => ({ ...one, ...(await login(one.email, one.password)) })));
  if (people.length !== 2) throw new Error(`The demo has ${people.length} administrators.`);
  return people as unknown as [Person, Person];
}

/** Events of the marketplace, through the public door. */
export async function postEvents(
  events: object[] | object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${form.url}/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${form.apiKey}`,
      'content-type': Array.isArray(events) ? 'application/cloudevents-batch+json' : 'application/cloudevents+json',
      ...headers,
    },
    body: JSON.stringify(events),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export function marketplaceEvent(type: string, data: object, overrides: object = {}): { id: string } & Record<string, unknown> {
  return {
    specversion: '1.0',
    id: newId('event'),
    source: 'https://market.example',
    type: `marketplace.${type}.v1`,
    data,
    ...overrides,
  };
}

/** Asks until the answer is there: what follows from an event follows soon, not at once. */
export async function eventually<Value>(read: () => Promise<Value | null | undefined | false>, what: string): Promise<Value> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const value = await read();
    if (value) return value;
    await sleep(50);
  }
  throw new Error(`It did not happen within 20 s: ${what}`);
}
