import { demoOf } from './demo.ts';
import { tokenOf } from './demo-access.ts';
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
  const { url } = options;
  const demo = demoOf(readEnv().home);
  const apiKey = options.apiKey ?? demo?.apiKey;
  if (!apiKey) throw new ReplayStopped('Name a partner’s API key with --api-key: there is no demo partner here.');
  const token = options.token ?? (demo ? await tokenOf(url, 'ADMIN') : null);
  console.log(renderReport(await replays[set]({ file, url, apiKey, token })));
}
