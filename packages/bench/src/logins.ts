import { generateKeyPairSync } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { newId } from '@praetor/kernel/id';
import { createLocalJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import type { Bench } from './bench.ts';
import { hashing, loginAccounts, password } from './login-accounts.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { versionOf } from './start.ts';
import { median, spread, spreadColumns, whole } from './table.ts';

const login =
  'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on SessionTokens { accessToken } ... on UserError { code message } } }';
/** As many hashes at once as accounts computes. */
const hashesAtOnce = 2;

/** Logins beside what their password hashing alone would allow, and how fast tokens are checked. */
export const bench: Bench = {
  about: 'logins: access tokens checked a second on one core; logins a second beside the argon2id bound',
  options: { rounds: 3, milliseconds: 5000, connections: 8, tokens: 5000 },
  async run(option) {
    await using folder = await scratch();
    await using praetor = await PraetorProcess.spawned(folder.home, { PRAETOR_TRUST_PROXY: 'true' });
    await praetor.answers();
    const emails = await loginAccounts(praetor.adminUrl, 500);
    const rates = { bound: [] as number[], logins: [] as number[], tokens: [] as number[] };
    const one = await hash(password, hashing);
    for (let round = 0; round <= option('rounds'); round += 1) {
      const bound = await perSecond(hashesAtOnce, option('milliseconds'), () => verify(one, password));
      const logins = await perSecond(option('connections'), option('milliseconds'), (turn) =>
        loggedIn(praetor.url, emails[turn % emails.length] ?? ''),
      );
      const tokens = await tokensPerSecond(option('tokens'));
      // The first round warms up.
      if (round === 0) continue;
      rates.bound.push(bound);
      rates.logins.push(logins);
      rates.tokens.push(tokens);
    }
    const share = (median(rates.logins) / median(rates.bound)).toFixed(2);
    const rows = [
      ['argon2id (19 MiB, 2 passes), two at once, hashes/s', ...spread(rates.bound, whole)],
      [`logins over HTTP, ${option('connections')} at once, logins/s`, ...spread(rates.logins, whole)],
      ['access tokens seen for the first time, one core, checks/s', ...spread(rates.tokens, whole)],
    ];
    return {
      postgres: await versionOf(praetor.adminUrl),
      tables: [{ title: 'Signing in', columns: ['', ...spreadColumns], rows }],
      notes: [`Logins come to ${share} of the bound: the rest is three transactions, four events and a signature each.`],
    };
  },
};

async function perSecond(atOnce: number, milliseconds: number, work: (turn: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let turns = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) await work((turns += 1));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (turns * 1000) / (performance.now() - began);
}

async function loggedIn(url: string, email: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.1.${email.length}.1` },
    body: JSON.stringify({ query: login, variables: { input: { email, password } } }),
  });
  const text = await response.text();
  if (!text.includes('accessToken')) throw new Error(`A login answered ${text}`);
}

/** Signature, issuer, audience and times, as a gateway checks a token that it has not seen; which session lives is another question. */
async function tokensPerSecond(count: number): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyOf = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA', use: 'sig' }] });
  const tokens = await Promise.all(
    Array.from({ length: count }, () =>
      new SignJWT({ sid: newId('session') })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'bench', typ: 'JWT' })
        .setSubject(newId('account'))
        .setIssuer('praetor')
        .setAudience('praetor')
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(privateKey),
    ),
  );
  const rules = { algorithms: ['EdDSA'], issuer: 'praetor', audience: 'praetor' };
  const used = process.cpuUsage();
  for (const token of tokens) await jwtVerify(token, keyOf, rules);
  const { user, system } = process.cpuUsage(used);
  return count / ((user + system) / 1_000_000);
}
