import { randomInt } from 'node:crypto';
import pg from 'pg';
import type { Bench } from './bench.ts';
import { loginAccounts } from './login-accounts.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { versionOf } from './start.ts';
import { median, millis } from './table.ts';

/** What whoever asks can see of one answer. */
interface Seen {
  readonly exists: boolean;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly status: number;
}

const asks = {
  login: 'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on UserError { code message } } }',
  register:
    'mutation ($input: RegisterInput!) { register(input: $input) { __typename ... on ProofRequest { id purpose expiresAt resendAt } ... on UserError { code message } } }',
  requestPasswordReset:
    'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename ... on ProofRequest { id purpose expiresAt resendAt } ... on UserError { code message } } }',
} as const;
type Ask = keyof typeof asks;

const inputOf = (ask: Ask, email: string): object =>
  ask === 'requestPasswordReset' ? { email } : { email, password: 'a quiet walk at dawn' };

/** Whether an address has an account must not show in what login, register and reset answer. */
export const bench: Bench = {
  about: 'enumeration: login, register and reset of existing and unknown addresses, told apart by time, size and status',
  options: { attempts: 2000, warmup: 100 },
  async run(option) {
    await using folder = await scratch();
    // A caller of its own for each attempt: what one network asks for too often is refused alike, and would end the measurement.
    await using praetor = await PraetorProcess.spawned(folder.home, { PRAETOR_TRUST_PROXY: 'true' });
    await praetor.answers();
    const attempts = option('attempts');
    const known = await loginAccounts(praetor.adminUrl, attempts);
    const rows: string[][] = [];
    for (const ask of Object.keys(asks) as Ask[]) {
      for (let at = 0; at < option('warmup'); at += 1) await seen(praetor.url, ask, `warm-${at}@bench.example`, false);
      const all: Seen[] = [];
      for (const [at, email] of known.entries()) {
        // Thousands of wrong passwords in one tenant are what its own limit is for: not what is measured.
        if (at % 100 === 0) await forgetGuesses(praetor.adminUrl);
        const pair = [
          () => seen(praetor.url, ask, email, true),
          () => seen(praetor.url, ask, `ghost-${at}@bench.example`, false),
        ];
        for (const one of randomInt(2) ? pair : pair.toReversed()) all.push(await one());
      }
      rows.push(rowOf(ask, all));
    }
    const columns = ['', 'n each', 'existing', 'unknown', 'AUC time', 'AUC size', 'AUC status'];
    return {
      postgres: await versionOf(praetor.adminUrl),
      tables: [{ title: 'Goal: no AUC above 0.55; 0.5 is a coin', columns, rows }],
    };
  },
};

async function forgetGuesses(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('delete from accounts.guess_limit');
  await admin.end();
}

async function seen(url: string, ask: Ask, email: string, exists: boolean): Promise<Seen> {
  const ip = Array.from({ length: 3 }, () => randomInt(1, 255)).join('.');
  const began = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.${ip}` },
    body: JSON.stringify({ query: asks[ask], variables: { input: inputOf(ask, email) } }),
  });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  if (text.includes('"errors"')) throw new Error(`${ask} answered ${text}`);
  return { exists, milliseconds, bytes: Buffer.byteLength(text), status: response.status };
}

function rowOf(ask: Ask, all: readonly Seen[]): string[] {
  const times = (exists: boolean) => all.filter((one) => one.exists === exists).map(({ milliseconds }) => milliseconds);
  const by = (value: (one: Seen) => number): string => areaUnder(all, value).toFixed(3);
  return [
    ask,
    String(all.length / 2),
    millis(median(times(true))),
    millis(median(times(false))),
    by(({ milliseconds }) => milliseconds),
    by(({ bytes }) => bytes),
    by(({ status }) => status),
  ];
}

/** Of the best threshold classifier, whichever side it calls existing: the Mann–Whitney statistic, ties counted half. */
function areaUnder(all: readonly Seen[], value: (one: Seen) => number): number {
  const sorted = all.map((one) => ({ exists: one.exists, value: value(one) })).toSorted((a, b) => a.value - b.value);
  let [below, wins] = [0, 0];
  for (let at = 0; at < sorted.length;) {
    const tied = sorted.slice(at).findIndex((one) => one.value !== sorted[at]?.value);
    const group = sorted.slice(at, tied < 0 ? undefined : at + tied);
    const unknown = group.filter(({ exists }) => !exists).length;
    wins += (group.length - unknown) * (below + unknown / 2);
    below += unknown;
    at += group.length;
  }
  const area = wins / (below * (sorted.length - below));
  return Math.max(area, 1 - area);
}
