import { subgraphNames } from '@praetor/contracts/refused';
import type { GraphQLSchema } from 'graphql';
import { form } from '../client.ts';
import { fieldWays } from './field-ways.ts';
import { type Authority, proofKinds } from './people.ts';
import { type Answer, bearer, isAccepted, nobody, post, streams } from './requests.ts';
import type { Group } from './revocations.ts';
import type { Attempt, Way } from './way.ts';

const me = { query: '{ me { id } }' };
const events = async (gateway: string, token: string): Promise<boolean> => {
  const headers = { ...bearer(token), 'content-type': 'application/cloudevents-batch+json' };
  return (await fetch(`${gateway}/events`, { method: 'POST', headers, body: '[]' })).status !== 401;
};
const reserves = async (gateway: string, token: string): Promise<boolean> =>
  (await fetch(`${gateway}/graphql/stream`, { method: 'PUT', headers: bearer(token) })).status < 300;
const reads = async (gateway: string, token: string): Promise<boolean> => {
  const headers = { ...bearer(token), 'x-praetor-csrf': '1', 'content-type': 'application/json' };
  const response = await fetch(`${gateway}/graphql?query=${encodeURIComponent('{ __typename }')}`, { headers });
  return isAccepted((await response.json()) as Answer);
};
const way = (name: string, group: Group, run: Way['run'], harmful = false): Way => ({ name, group, run, harmful });

/** Ways with a token, whatever it is of. */
const tokenWays = (group: Group, tokenOf: (authority: Authority) => string): Way[] => [
  way(`${group}: post`, group, async ({ gateway, authority }) => isAccepted(await post(gateway, tokenOf(authority), me))),
  way(`${group}: get`, group, ({ gateway, authority }) => reads(gateway, tokenOf(authority))),
  way(`${group}: sse`, group, ({ gateway, authority }) => streams(gateway, tokenOf(authority), me.query, nobody)),
  way(`${group}: reserve`, group, ({ gateway, authority }) => reserves(gateway, tokenOf(authority))),
  way(`${group}: events`, group, ({ gateway, authority }) => events(gateway, tokenOf(authority))),
  ...(form.gatewaySettings ? subgraphNames : []).flatMap((name) => [
    way(`${group}: signed for ${name}`, group, (attempt) => signed(attempt, name, group, tokenOf(attempt.authority))),
    way(`${group}: unsigned at ${name}`, group, ({ authority }) => unsigned(name, tokenOf(authority))),
  ]),
];

/** A subgraph asked as a gateway asks it, which does not look again once it is over. */
async function signed({ direct, known, isOver }: Attempt, name: string, group: Group, token: string): Promise<boolean> {
  if (!direct) return false;
  if (!isOver) {
    const standing = await direct.standing(group === 'key' ? 'apiKey' : 'accessToken', token).catch(() => null);
    if (standing) known.set(token, standing);
  }
  const standing = known.get(token);
  return standing !== undefined && direct.takes(name, standing);
}

/** A subgraph believes nobody but a gateway that signs. */
async function unsigned(name: string, token: string): Promise<boolean> {
  const url = form.subgraphs[subgraphNames.findIndex((one) => one === name)];
  const headers = { 'content-type': 'application/json', ...bearer(token), 'praetor-actor': token };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
  return response.status !== 401;
}

const proofGroups = {
  totp: 'factor',
  recoveryCode: 'factor',
  passkeyFactor: 'factor',
  passkey: 'passkey',
  resetLink: 'link',
  magicLink: 'link',
} as const;

/** Every way in there is. */
export function waysIn(schema: GraphQLSchema): Way[] {
  return [
    ...fieldWays(schema),
    ...tokenWays('session', ({ token }) => token),
    ...tokenWays('impersonation', ({ impersonation }) => impersonation),
    ...tokenWays('key', ({ key }) => key),
    way('login', 'login', async ({ gateway, authority }) => logsIn(gateway, authority)),
    way('refresh', 'refresh', ({ gateway, authority }) => refreshes(gateway, authority)),
    ...proofKinds.map((kind) =>
      way(
        kind,
        proofGroups[kind],
        async ({ gateway, authority }) => (await authority.proofs[kind].shift()?.(gateway)) ?? null,
        true,
      ),
    ),
  ];
}

async function logsIn(gateway: string, { email, password }: Authority): Promise<boolean> {
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
  const { data } = await post(gateway, null, { query, variables: { input: { email, password } } });
  return ['SessionTokens', 'SecondFactorRequired'].includes((data?.['login'] as { __typename: string } | null)?.__typename ?? '');
}

/** Exchanges take turns, or the family would end by itself. */
const turns = new WeakMap<Authority, Promise<unknown>>();

function refreshes(gateway: string, authority: Authority): Promise<boolean> {
  const query =
    'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ... on SessionTokens { refreshToken } } }';
  const mine = (turns.get(authority) ?? Promise.resolve()).then(async () => {
    const { data } = await post(gateway, null, { query, variables: { input: { refreshToken: authority.refresh.token } } });
    const { refreshToken } = (data?.['refreshSession'] ?? {}) as { refreshToken?: string };
    if (refreshToken) authority.refresh.token = refreshToken;
    return refreshToken !== undefined;
  });
  turns.set(
    authority,
    mine.catch(() => undefined),
  );
  return mine;
}
