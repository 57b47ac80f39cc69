import { demoOf } from './demo.ts';
import { readEnv } from './env.ts';
import { replayComplaints, replayOnlineRetail } from './replay/replay.ts';
import { renderReport } from './replay/report.ts';
import { ReplayStopped } from './replay/stopped.ts';

export interface ReplayCommandOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly token?: string;
}

const replays = { 'online-retail': replayOnlineRetail, complaints: replayComplaints };

/** `praetor replay <set> <file>`: on this machine's own installation the demo partner and administrator need no naming. */
export async function replayCommand(set: keyof typeof replays, file: string, options: ReplayCommandOptions): Promise<void> {
  const demo = demoOf(readEnv().home);
  const apiKey = options.apiKey ?? demo?.apiKey;
  if (!apiKey) throw new ReplayStopped('Name a partner’s API key with --api-key: there is no demo partner here.');
  const admin = demo?.logins.find(({ role }) => role === 'ADMIN');
  const token = options.token ?? (admin ? await login(options.url, admin) : null);
  const report = await replays[set]({ file, url: options.url, apiKey, token });
  console.log(renderReport(report));
}

/** Signs the demo administrator in; null, and so a report without outcome, when that fails. */
async function login(url: string, { email, password }: { email: string; password: string }): Promise<string | null> {
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { ... on SessionTokens { accessToken } } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: { email, password } } }),
  }).catch(() => null);
  if (!response) throw new ReplayStopped(`Nothing answers at ${url}: start Praetor first, or name it with --url.`);
  const answer = (await response.json().catch(() => null)) as { data?: { login?: { accessToken?: string } } } | null;
  return answer?.data?.login?.accessToken ?? null;
}
