import fc from 'fast-check';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { form } from './client.ts';
import { jsonFor, operationFor } from './generated-input.ts';

/** Everything that one person's authority can be shown with. */
export interface Authority {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  /** The newest of the session's family. */
  readonly refresh: { token: string };
  /** Of staff that acts as the person. */
  readonly impersonation: string;
}

/** Routes of the gateway. A route that is not listed fails the build: say here how it is tried. */
export const routes: readonly string[] = [
  '/graphql',
  '/graphql/stream',
  '/events',
  '/',
  '/tour',
  '/healthz',
  '/readyz',
  '/metrics',
  '/.well-known/jwks.json',
];

/**
 * Mutations that whoever is not signed in may send: each takes a proof of its own. `login` and `refreshSession` are tried here;
 * the others race with a lock in `subgraphs/accounts/test`. One that is not listed fails the build.
 */
export const publicMutations: readonly string[] = [
  'undoEmailChange',
  'cancelClosing',
  'objectToFactorReset',
  'login',
  'refreshSession',
  'register',
  'verifyEmail',
  'resendCode',
  'requestPasswordReset',
  'resetPassword',
  'requestMagicLink',
  'signInWithLink',
  'startPasskeyProof',
  'signInWithPasskey',
  'startProviderSignIn',
  'finishProviderSignIn',
  'answerSecondFactor',
];

/** What would itself take the authority away: tried only once it is gone. */
export const isHarmful = (way: string): boolean =>
  /^mutation (logout|changePassword|endImpersonation|revoke\w*Session\w*|end\w*Session\w*|sign\w*Out|(close|delete|erase)\w*)/.test(
    way,
  );

type Way = string;

/** Every way in by name: root fields of the graph, and what is no field. Some keep counting after a logout: a new login is no old authority. */
export function waysIn(schema: GraphQLSchema, revocation: string): Way[] {
  const names = (kind: 'query' | 'mutation', fields: Record<string, unknown> | undefined) =>
    Object.keys(fields ?? {})
      .filter((name) => !publicMutations.includes(name))
      .map((name) => `${kind} ${name}`);
  const special = ['refresh', 'get', 'sse', 'stream', 'events', 'subgraph', ...(revocation === 'logout' ? [] : ['login'])];
  // Staff keeps acting as someone who merely logs out of a session of their own.
  const acting = revocation === 'logout' ? [] : ['impersonation'];
  const fields = [
    ...names('query', schema.getQueryType()?.getFields()),
    ...names('mutation', schema.getMutationType()?.getFields()),
    ...Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).map((name) => `subscription ${name}`),
  ];
  // Each special way as often as several fields: there are few of them.
  return [...fields, ...Array.from({ length: 6 }, () => [...special, ...acting]).flat()];
}

/** Tries one way with the authority as it was. Whether anything accepted it. */
export async function wayIn(
  schema: GraphQLSchema,
  way: Way,
  gateway: string,
  authority: Authority,
  seed: number,
): Promise<boolean> {
  const { token } = authority;
  const [kind = '', name = ''] = way.split(' ');
  switch (kind) {
    case 'query':
      return isAccepted(await post(gateway, token, generated(schema, 'query', schema.getQueryType()!.getFields()[name]!, seed)));
    case 'mutation':
      return isAccepted(
        await post(gateway, token, generated(schema, 'mutation', schema.getMutationType()!.getFields()[name]!, seed)),
      );
    case 'subscription':
      return streams(gateway, token, `subscription { ${name} { __typename } }`);
    case 'sse':
      return streams(gateway, token, '{ me { id } }');
    case 'get':
      return isAccepted(
        await answerOf(
          fetch(`${gateway}/graphql?query=${encodeURIComponent('{ me { id } }')}`, {
            headers: { ...bearer(token), 'x-praetor-csrf': '1', 'content-type': 'application/json' },
          }),
        ),
      );
    case 'stream':
      return (await fetch(`${gateway}/graphql/stream`, { method: 'PUT', headers: bearer(token) })).status < 300;
    case 'events':
      return (
        (
          await fetch(`${gateway}/events`, {
            method: 'POST',
            headers: { ...bearer(token), 'content-type': 'application/cloudevents+json' },
            body: '{}',
          })
        ).status !== 401
      );
    case 'impersonation':
      return isAccepted(await post(gateway, authority.impersonation, { query: '{ me { id } }' }));
    case 'login':
      return hasTokens(
        await post(gateway, null, {
          query: loginText,
          variables: { input: { email: authority.email, password: authority.password } },
        }),
      );
    case 'refresh':
      return refreshes(gateway, authority);
    case 'subgraph':
      return reachesSubgraph(token, seed);
    default:
      throw new Error(`Nobody says how to try ${way}.`);
  }
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { extensions?: { code?: string } }[];
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const tokens = '__typename ... on SessionTokens { accessToken refreshToken }';
const loginText = `mutation ($input: LoginInput!) { login(input: $input) { ${tokens} } }`;
const refreshText = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${tokens} } }`;

const samples = new Map<string, readonly unknown[]>();

/** An operation of the field with one of some inputs, mostly of the right shape. */
function generated(schema: GraphQLSchema, kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>, seed: number) {
  const known = samples.get(field.name) ?? samplesOf(field);
  samples.set(field.name, known);
  return { query: operationFor(schema, kind, field), variables: known[seed % known.length] };
}

const samplesOf = ({ args }: GraphQLField<unknown, unknown>): readonly unknown[] =>
  fc.sample(
    fc.record(Object.fromEntries(args.map(({ name, type }) => [name, jsonFor(type, ['acc_01k00000000000000000000000'])]))),
    3,
  );

function post(gateway: string, token: string | null, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token && bearer(token)) };
  return answerOf(fetch(`${gateway}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

const answerOf = async (response: Promise<Response>): Promise<Answer> => (await response).json() as Promise<Answer>;

/** Whoever is answered anything but that they are nobody was taken for someone; too busy to say is no acceptance either. */
const refusals = new Set(['UNAUTHENTICATED', 'UNAVAILABLE', 'RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE']);
const isAccepted = ({ errors = [] }: Answer): boolean => !errors.some(({ extensions }) => refusals.has(extensions?.code ?? ''));

function hasTokens({ data }: Answer): boolean {
  const [answer] = Object.values(data ?? {}) as ({ accessToken?: string } | null)[];
  return typeof answer?.accessToken === 'string';
}

/** Exchanges take turns, or the family would end by itself. */
const turns = new WeakMap<Authority, Promise<unknown>>();

function refreshes(gateway: string, authority: Authority): Promise<boolean> {
  const mine = (turns.get(authority) ?? Promise.resolve()).then(async () => {
    const answer = await post(gateway, null, {
      query: refreshText,
      variables: { input: { refreshToken: authority.refresh.token } },
    });
    const { refreshToken } = (answer.data?.['refreshSession'] ?? {}) as { refreshToken?: string };
    if (refreshToken) authority.refresh.token = refreshToken;
    return refreshToken !== undefined;
  });
  turns.set(authority, mine);
  return mine;
}

/** Opens a stream and looks at the first thing that comes; an open one that says nothing was accepted. */
async function streams(gateway: string, token: string, query: string): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 500);
  let opened = false;
  try {
    const headers = { ...bearer(token), 'content-type': 'application/json', accept: 'text/event-stream' };
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
      signal: stop.signal,
    });
    if (response.status === 401 || response.status === 503) return false;
    opened = true;
    const text = await response.text();
    return ![...refusals].some((code) => text.includes(code));
  } catch {
    // Before it opened, the machine was merely busy.
    return opened && stop.signal.aborted;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** A subgraph believes nobody but a gateway that signs. */
async function reachesSubgraph(token: string, seed: number): Promise<boolean> {
  const url = form.subgraphs[seed % Math.max(form.subgraphs.length, 1)];
  if (!url) return false;
  const headers = { 'content-type': 'application/json', ...bearer(token), 'praetor-actor': token };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
  return response.status !== 401;
}
