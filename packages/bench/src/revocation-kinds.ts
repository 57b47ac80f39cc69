import { type Id, uuidOf } from '@praetor/kernel/id';
import { ask } from './client.ts';

/** What is shown in measuring. */
export interface Authority {
  readonly accountId: string;
  /** Of a session, an impersonation, or a key. */
  readonly token: string;
  /** Another session of the same account. */
  readonly other: string;
  /** Of what is taken, where it has one. */
  readonly id: string;
  readonly password: string;
  /** As the database knows it. */
  readonly sessionId: string | null;
  readonly refreshes: (() => Promise<boolean>) | null;
}

export interface Staff {
  readonly admin: string;
  readonly second: string;
  readonly support: string;
}

export interface Kind {
  readonly name: string;
  /** Asked again and again; without it, what anybody may. */
  readonly query?: string;
  /** The session goes on. */
  readonly staysOpen?: boolean;
  readonly prepare: (url: string, email: string, password: string, staff: Staff) => Promise<Authority>;
  readonly take: (url: string, authority: Authority, staff: Staff) => Promise<unknown>;
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly account: { id: string };
}

async function one<Value>(url: string, token: string | undefined, field: string, selection: string): Promise<Value> {
  const answer = await ask<Record<string, Value & { code?: string }>>(
    url,
    `mutation { ${field} { __typename ${selection} ... on UserError { code } } }`,
    {},
    token,
  );
  const [value] = Object.values(answer);
  if (!value || value.code !== undefined) throw new Error(`${field} answered ${JSON.stringify(answer)}`);
  return value;
}

const tokens = '... on SessionTokens { accessToken refreshToken account { id } }';
const signIn = (url: string, email: string, password: string): Promise<Tokens> =>
  one<Tokens>(url, undefined, `login(input: { email: "${email}", password: "${password}" })`, tokens);

/** The session that a token names (`sid`). */
const sessionIdOf = (token: string): string =>
  uuidOf((JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: Id<'session'> }).sid);

async function session(url: string, email: string, password: string): Promise<Authority> {
  const [first, second] = [await signIn(url, email, password), await signIn(url, email, password)];
  let { refreshToken } = first;
  const refreshes = async (): Promise<boolean> => {
    const next = await one<Tokens>(url, undefined, `refreshSession(input: { refreshToken: "${refreshToken}" })`, tokens);
    ({ refreshToken } = next);
    return true;
  };
  const { accessToken: token, account } = first;
  const sessionId = sessionIdOf(token);
  return { accountId: account.id, token, other: second.accessToken, id: '', password, sessionId, refreshes };
}

const restricting =
  (name: string): Kind['take'] =>
  (url, { accountId }, { admin }) =>
    one(url, admin, `${name}(input: { accountId: "${accountId}", reason: "Bench." })`, '');

export const kinds: readonly Kind[] = [
  { name: 'lock', prepare: session, take: restricting('lockAccount') },
  { name: 'suspension', prepare: session, take: restricting('suspendAccount') },
  { name: 'logout', prepare: session, take: (url, { token }) => one(url, token, 'logout(input: {})', '') },
  {
    name: 'new password',
    prepare: session,
    take: (url, { other, password }) =>
      one(
        url,
        other,
        `changePassword(input: { currentPassword: "${password}", newPassword: "seven slow herons wade east" })`,
        '',
      ),
  },
  {
    name: 'all sessions',
    prepare: session,
    take: (url, { other }) => one(url, other, 'revokeMySessions(input: { thisOneToo: true })', ''),
  },
  {
    name: 'role',
    query: '{ auditSummary { entries } }',
    staysOpen: true,
    async prepare(url, email, password, { admin, second }) {
      const of = await session(url, email, password);
      const { request } = await one<{ request: { id: string } }>(
        url,
        admin,
        `assignRole(input: { accountId: "${of.accountId}", role: AUDITOR, reason: "Bench." })`,
        '... on RoleAssignment { request { id } }',
      );
      await one(url, second, `approveRoleRequest(input: { roleRequestId: "${request.id}" })`, '');
      return { ...of, sessionId: null, refreshes: null };
    },
    take: (url, { accountId }, { admin }) =>
      one(url, admin, `revokeRole(input: { accountId: "${accountId}", role: AUDITOR })`, ''),
  },
  {
    name: 'impersonation',
    async prepare(url, email, password, { support }) {
      const of = await session(url, email, password);
      const begun = await one<{ accessToken: string; impersonation: { id: string } }>(
        url,
        support,
        `startImpersonation(input: { accountId: "${of.accountId}", reason: "Bench." })`,
        '... on StartedImpersonation { accessToken impersonation { id } }',
      );
      const { accessToken: token, impersonation } = begun;
      return { ...of, token, other: of.token, id: impersonation.id, sessionId: sessionIdOf(token), refreshes: null };
    },
    take: (url, { other, id }) => one(url, other, `endImpersonation(input: { impersonationId: "${id}" })`, ''),
  },
  {
    name: 'API key',
    async prepare(url, _email, password, { admin }) {
      const made = await one<{ secret: string; apiKey: { id: string } }>(
        url,
        admin,
        'createApiKey(input: { name: "Bench", operationsOnly: false })',
        '... on CreatedApiKey { secret apiKey { id } }',
      );
      return { accountId: '', token: made.secret, other: '', id: made.apiKey.id, password, sessionId: null, refreshes: null };
    },
    take: (url, { id }, { admin }) => one(url, admin, `revokeApiKey(input: { apiKeyId: "${id}" })`, ''),
  },
];
