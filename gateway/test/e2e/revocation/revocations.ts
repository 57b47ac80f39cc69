import { administrators, staff } from '../client.ts';
import type { Authority } from './people.ts';
import { must, mutation } from './requests.ts';

/** What authority is shown by; `role`: what a role allows, `key`: an API key, `link`: what was sent by mail. */
export const groups = ['session', 'role', 'refresh', 'login', 'passkey', 'factor', 'link', 'impersonation', 'key'] as const;
export type Group = (typeof groups)[number];

export interface Revocation {
  readonly name: string;
  readonly of: 'customer' | 'colleague';
  /** What is over once it is committed. All else goes on. */
  readonly ends: readonly Group[];
  readonly run: (authority: Authority) => Promise<unknown>;
}

const [moderator, [admin]] = await Promise.all([staff('MODERATOR'), administrators()]);

const restrict =
  (name: 'lockAccount' | 'suspendAccount', by: string) =>
  async ({ id }: Authority) => {
    const type = name === 'lockAccount' ? 'LockAccountInput' : 'SuspendAccountInput';
    await must(by, mutation(name, type, ''), { input: { accountId: id, reason: 'Odd.' } });
  };
const act = (token: (authority: Authority) => string, name: string, type: string, input: (authority: Authority) => object) => {
  const text = mutation(name, type, '');
  return (authority: Authority) => must(token(authority), text, { input: input(authority) });
};
const own = ({ token }: Authority): string => token;
const other = (authority: Authority): string => authority.other;
const everything: readonly Group[] = ['session', 'refresh', 'login', 'passkey', 'factor', 'link', 'impersonation'];
const changed = { newPassword: 'a newer walk at dusk by the sea' };

export const revocations: readonly Revocation[] = [
  { name: 'lock', of: 'customer', ends: everything, run: restrict('lockAccount', moderator.token) },
  { name: 'suspension', of: 'customer', ends: everything, run: restrict('suspendAccount', moderator.token) },
  { name: 'logout', of: 'customer', ends: ['session', 'refresh'], run: act(own, 'logout', 'LogoutInput', () => ({})) },
  {
    name: 'password change',
    of: 'customer',
    ends: ['session', 'refresh', 'login', 'factor', 'link', 'impersonation'],
    run: act(other, 'changePassword', 'ChangePasswordInput', ({ password }) => ({ currentPassword: password, ...changed })),
  },
  {
    name: 'all sessions',
    of: 'customer',
    ends: ['session', 'refresh', 'factor', 'link', 'impersonation'],
    run: act(other, 'revokeMySessions', 'RevokeMySessionsInput', () => ({ thisOneToo: true })),
  },
  { name: 'closing', of: 'customer', ends: everything, run: act(other, 'closeMyAccount', 'CloseMyAccountInput', () => ({})) },
  {
    name: 'end of impersonation',
    of: 'customer',
    ends: ['impersonation'],
    run: act(own, 'endImpersonation', 'EndImpersonationInput', ({ impersonationId }) => ({ impersonationId })),
  },
  {
    name: 'logout of staff',
    of: 'customer',
    ends: ['impersonation'],
    run: act(
      ({ support }) => support,
      'logout',
      'LogoutInput',
      () => ({}),
    ),
  },
  {
    name: 'loss of a role',
    of: 'colleague',
    ends: ['role', 'key'],
    run: act(
      () => admin.token,
      'revokeRole',
      'RevokeRoleInput',
      ({ id }) => ({ accountId: id, role: 'ADMIN' }),
    ),
  },
  {
    name: 'end of a key',
    of: 'colleague',
    ends: ['key'],
    run: act(own, 'revokeApiKey', 'RevokeApiKeyInput', ({ apiKeyId }) => ({ apiKeyId })),
  },
  {
    name: 'lock of staff',
    of: 'colleague',
    ends: ['session', 'role', 'refresh', 'login', 'key'],
    run: restrict('lockAccount', admin.token),
  },
];
