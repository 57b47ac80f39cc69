import type { IncomingMessage, ServerResponse } from 'node:http';
import { isId } from '@praetor/kernel/id';
import { GraphQLError } from 'graphql';
import type { Accounts, LogoutOutcome } from './accounts.ts';
import type { Caller } from './caller.ts';
import type { ReportError } from './errors.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import { sendJson } from './problem.ts';

export interface LogoutDoorOptions {
  readonly accounts: Pick<Accounts, 'endProviderSessions'>;
  readonly windows: Pick<RateWindows, 'admitAddress'>;
  readonly report: ReportError;
}

/**
 * `POST /backchannel-logout?provider=idp_…`: an OpenID provider tells that a session of its own ended (OpenID Connect
 * Back-Channel Logout 1.0). The token in it is all that is believed; whoever sends it learns nothing but whether it was taken.
 */
export type LogoutDoor = (request: IncomingMessage, response: ServerResponse, caller: Caller) => Promise<void>;

/** A logout token has a handful of claims and one signature. */
const maxBodyBytes = 16 * 1024;

/** Section 2.8. */
const answers = {
  DONE: [200, null],
  REFUSED: [400, 'invalid_request'],
  UNAVAILABLE: [503, 'temporarily_unavailable'],
} as const satisfies Record<LogoutOutcome, readonly [number, string | null]>;

export function createLogoutDoor({ accounts, windows, report }: LogoutDoorOptions): LogoutDoor {
  return async (request, response, caller) => {
    const answer = (status: number, error: string | null, headers: Record<string, string> = {}) => {
      // What was not read of the body would be taken for the next request.
      const rest = request.complete ? {} : { connection: 'close' };
      sendJson(response, status, error === null ? {} : { error }, { 'cache-control': 'no-store', ...rest, ...headers });
    };
    if (request.method !== 'POST') return answer(405, 'invalid_request', { allow: 'POST' });
    try {
      await windows.admitAddress(caller);
      const named = new URLSearchParams(request.url?.split('?', 2)[1]).getAll('provider');
      const tokens = (await formOf(request))?.getAll('logout_token') ?? [];
      const [[providerId], [logoutToken]] = [named, tokens];
      const whole = named.length === 1 && tokens.length === 1 && isId('identityProvider', providerId);
      if (!whole || !logoutToken || logoutToken.length > 8000) return answer(...answers.REFUSED);
      const [status, error] = answers[await accounts.endProviderSessions({ providerId, logoutToken })];
      answer(status, error);
    } catch (error) {
      if (error instanceof GraphQLError)
        return answer(error.extensions.http?.status ?? 503, 'temporarily_unavailable', error.extensions.http?.headers);
      report(error, caller.requestId);
      answer(503, 'temporarily_unavailable');
    }
  };
}

/** The body as a form; null when it is none, or too large. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams | null> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
