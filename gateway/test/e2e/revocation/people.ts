import { Authenticator } from '@praetor/testkit/authenticator';
import { newestMail, secretIn } from '@praetor/testkit/mail-catcher';
import { Secret, TOTP } from 'otpauth';
import { administrators, form, login, newPerson, type Person, staff } from '../client.ts';
import { must, mutation, post } from './requests.ts';

/** A proof in the hand: shown once, whether or not it is taken. */
export type Proof = (gateway: string) => Promise<boolean>;
export const proofKinds = ['totp', 'recoveryCode', 'passkeyFactor', 'passkey', 'resetLink', 'magicLink'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** Everything that one person's authority can be shown with. */
export interface Authority extends Person {
  /** The newest of the session's family. */
  readonly refresh: { token: string };
  /** A session of theirs that takes authority away. */
  readonly other: string;
  /** Of staff that acts as the person, and the staff's own. */
  readonly impersonation: string;
  readonly impersonationId: string;
  readonly support: string;
  readonly proofs: Readonly<Record<ProofKind, Proof[]>>;
  /** Of a key that they made. */
  readonly key: string;
  readonly apiKeyId: string;
}

const tokens = '... on SessionTokens { accessToken refreshToken }';
const nobody = { refresh: { token: '' }, other: '', impersonation: '', impersonationId: '', support: '', key: '', apiKeyId: '' };
const noProofs = (): Record<ProofKind, Proof[]> => ({
  totp: [],
  recoveryCode: [],
  passkeyFactor: [],
  passkey: [],
  resetLink: [],
  magicLink: [],
});

/** Someone with a second factor of each kind, two sessions, proofs of every kind in hand, and staff acting as them. */
export async function customer(): Promise<Authority> {
  const person = await newPerson();
  const factors = await enrol(person);
  const { token: support } = await staff('SUPPORT');
  const shown = (input: object) =>
    must<Tokens>(null, mutation('answerSecondFactor', 'AnswerSecondFactorInput', tokens), { input });
  const challengeToken = await challengeOf(person);
  const session = await shown({ challengeToken, recoveryCode: factors.codes.pop() });
  const other = await must<Tokens>(null, passkeySignIn, { input: { response: await factors.response({}) } });
  const started = await must<{ accessToken: string; impersonation: { id: string } }>(
    support,
    mutation('startImpersonation', 'StartImpersonationInput', '... on StartedImpersonation { accessToken impersonation { id } }'),
    { input: { accountId: person.id, reason: 'They asked for help.' } },
  );
  return {
    ...person,
    ...nobody,
    token: session.accessToken,
    refresh: { token: session.refreshToken },
    other: other.accessToken,
    support,
    impersonation: started.accessToken,
    impersonationId: started.impersonation.id,
    proofs: await proofsOf(person, factors),
  };
}

/** An administrator with a key of their own. */
export async function colleague(): Promise<Authority> {
  const [person, [first, second]] = await Promise.all([newPerson(), administrators()]);
  const input = { accountId: person.id, role: 'ADMIN', reason: 'Joins.' };
  const ask = mutation('assignRole', 'AssignRoleInput', '... on RoleAssignment { request { id } }');
  const { request } = await must<{ request: { id: string } }>(first.token, ask, { input });
  const approve = mutation('approveRoleRequest', 'ApproveRoleRequestInput', '');
  await must(second.token, approve, { input: { roleRequestId: request.id } });
  const session = await login(person.email, person.password);
  const other = await login(person.email, person.password);
  const create = mutation('createApiKey', 'CreateApiKeyInput', '... on CreatedApiKey { secret apiKey { id } }');
  const key = await must<{ secret: string; apiKey: { id: string } }>(other.token, create, {
    input: { name: 'Own', operationsOnly: false },
  });
  return {
    ...person,
    ...nobody,
    token: session.token,
    refresh: { token: session.refreshToken },
    other: other.token,
    key: key.secret,
    apiKeyId: key.apiKey.id,
    proofs: noProofs(),
  };
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface Factors {
  readonly codes: string[];
  readonly code: () => string;
  /** What a passkey answers to a challenge, asked for now. */
  readonly response: (input: object, token?: string) => Promise<unknown>;
}

const passkeySignIn = mutation('signInWithPasskey', 'SignInWithPasskeyInput', tokens);
const options = '... on PasskeyOptions { options }';

async function enrol({ token }: Person): Promise<Factors> {
  const authenticator = new Authenticator();
  const begun = await must<{ options: unknown }>(
    token,
    mutation('startPasskeyRegistration', 'StartPasskeyRegistrationInput', options),
    {
      input: {},
    },
  );
  const made = authenticator.create(begun.options, { counter: 0 });
  const kept = mutation('registerPasskey', 'RegisterPasskeyInput', '... on RegisteredPasskey { recoveryCodes }');
  const { recoveryCodes } = await must<{ recoveryCodes: string[] }>(token, kept, { input: { response: made } });
  // One that is copied between devices does not count.
  const response: Factors['response'] = async (input, by) => {
    const asked = await must<{ options: unknown }>(by ?? null, mutation('startPasskeyProof', 'StartPasskeyProofInput', options), {
      input,
    });
    return authenticator.get(asked.options, { counter: 0 });
  };
  const again = mutation('reauthenticate', 'ReauthenticateInput', '');
  await must(token, again, { input: { passkey: await response({}, token) } });
  const enrolment = '... on TotpEnrolment { secret }';
  const { secret } = await must<{ secret: string }>(token, mutation('enrolTotp', 'EnrolTotpInput', enrolment), { input: {} });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  // The code of the step before, so that the present one still counts.
  const before = totp.generate({ timestamp: Date.now() - 30_000 });
  await must(token, mutation('confirmTotp', 'ConfirmTotpInput', ''), { input: { code: before } });
  return { codes: [...recoveryCodes], code: () => totp.generate(), response };
}

async function challengeOf({ email, password }: Person): Promise<string> {
  const text = `mutation ($input: LoginInput!) { login(input: $input) { ... on SecondFactorRequired { challengeToken } } }`;
  const { data } = await post(form.url, null, { query: text, variables: { input: { email, password } } });
  const { challengeToken } = (data?.['login'] ?? {}) as { challengeToken?: string };
  if (!challengeToken) throw new Error(`No second factor was asked for: ${JSON.stringify(data)}`);
  return challengeToken;
}

async function proofsOf(person: Person, { codes, code, response }: Factors): Promise<Record<ProofKind, Proof[]>> {
  const shows = (name: string, type: string, input: () => object): Proof => {
    const text = mutation(name, type, '');
    return async (gateway) => isTaken(await post(gateway, null, { query: text, variables: { input: input() } }));
  };
  const factor = (challengeToken: string, input: () => object): Proof =>
    shows('answerSecondFactor', 'AnswerSecondFactorInput', () => ({ challengeToken, ...input() }));
  const challenge = () => challengeOf(person);
  const [first, second, third] = [await challenge(), await challenge(), await challenge()];
  const [recoveryCode, asFactor, alone] = [codes.pop(), await response({ challengeToken: third }), await response({})];
  const { email } = person;
  // After the mail of their registration, and whatever was told of their factors.
  await post(form.url, null, {
    query: mutation('requestMagicLink', 'RequestMagicLinkInput', ''),
    variables: { input: { email } },
  });
  const magic = await mailed(email, 'Sign in to');
  const reset = mutation('requestPasswordReset', 'RequestPasswordResetInput', '');
  await post(form.url, null, { query: reset, variables: { input: { email } } });
  const newPassword = 'a quiet harbour before the storm';
  const token = await mailed(email, 'A new password');
  return {
    totp: [factor(first, () => ({ code: code() }))],
    recoveryCode: [factor(second, () => ({ recoveryCode }))],
    passkeyFactor: [factor(third, () => ({ passkey: asFactor }))],
    passkey: [shows('signInWithPasskey', 'SignInWithPasskeyInput', () => ({ response: alone }))],
    magicLink: [shows('signInWithLink', 'SignInWithLinkInput', () => ({ token: magic }))],
    resetLink: [shows('resetPassword', 'ResetPasswordInput', () => ({ token, newPassword }))],
  };
}

/** A link by mail signs in whoever has no factor, and asks others for it: either way it was believed. */
const taken: readonly unknown[] = ['SessionTokens', 'SecondFactorRequired', 'ProofUsed'];

function isTaken({ data }: { data?: Record<string, unknown> | null }): boolean {
  const [answer] = Object.values(data ?? {}) as ({ __typename?: string } | null)[];
  return taken.includes(answer?.__typename);
}

async function mailed(to: string, subject: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const mail = await newestMail(form.inboxUrl, to, count);
    if (mail.subject.startsWith(subject)) return secretIn(mail);
  }
}
