import { createClient, OperationFailed } from '@praetor/client/client';
import { SignInDocument } from '@praetor/client/generated/graphql';
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
  const answer = await createClient({ url })
    .request(SignInDocument, { input: { email, password } })
    .catch((error: unknown) => {
      if (error instanceof OperationFailed) throw new ReplayStopped(`${url}: ${error.message} Start Praetor first, or name it with --url.`);
      throw error;
    });
  return answer.login?.__typename === 'SessionTokens' ? answer.login.accessToken : null;
}
