import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Distributed, startDistributed } from '@praetor/testkit/distributed';
import pg from 'pg';
import { WebSocket } from 'ws';
import type { Bench } from './bench.ts';
import { login } from './client.ts';
import { subscribing } from './idle-sockets.ts';
import { loginAccounts, password } from './login-accounts.ts';
import { type Authority, kinds, type Kind, type Staff } from './revocation-kinds.ts';
import { versionOf } from './start.ts';

/** How often each path is tried, and how long after the commit. */
const [everyMs, afterMs] = [4, 1_100];
const paths = ['request', 'refresh', 'open view'] as const;
type Path = (typeof paths)[number];

/** Time from the answer to what takes authority away until the last request that was accepted, and until open views end. */
export const bench: Bench = {
  about:
    'revocation: from the commit to the last request that two gateways accept, and to the end of open views; beside a session read from Postgres on each request',
  options: { each: 20, connections: 4 },
  async run(option) {
    await using praetor = await startDistributed({ gateways: 2, settings: { LOG_LEVEL: 'error' } });
    const [url = ''] = praetor.gateways;
    const emails = await loginAccounts(praetor.adminUrl, option('each') * kinds.length);
    const others = praetor.logins.filter(({ email }) => email !== praetor.logins.find(({ role }) => role === 'ADMIN')?.email);
    const staff: Staff = {
      admin: await login(url, praetor, 'ADMIN'),
      second: await login(url, { logins: others }, 'ADMIN'),
      support: await login(url, praetor, 'SUPPORT'),
    };
    await using bare = await bareGateway(praetor.adminUrl);
    const busy = steadily(praetor, staff.support, option('connections'));
    const found = new Map<string, number[]>();
    for (const kind of kinds) {
      for (let at = 0; at < option('each'); at += 1) {
        const authority = await kind.prepare(url, emails.pop() ?? '', password, staff);
        for (const [path, lateMs] of await measured(praetor.gateways, bare.url, kind, authority, staff)) {
          const name = `${kind.name}: ${path}`;
          found.set(name, [...(found.get(name) ?? []), lateMs]);
        }
      }
    }
    const columns = ['', 'n', 'p50', 'p99', 'max'];
    const rows = [...found].map(([name, values]) => [name, ...cells(values)]);
    const title = `Milliseconds after the commit was answered; 0: nothing. Goal: p99 250, never above 1,000. ${await busy.told()}.`;
    return { postgres: await versionOf(praetor.adminUrl), tables: [{ title, columns, rows }] };
  },
};

function cells(values: readonly number[]): string[] {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
  return [String(sorted.length), at(0.5), at(0.99), at(1)];
}

/** For each path, how long after the commit the last attempt was sent that was accepted; of an open view, when it ended. */
async function measured(
  gateways: readonly string[],
  bare: string,
  kind: Kind,
  authority: Authority,
  staff: Staff,
): Promise<[Path | 'bare Postgres', number][]> {
  let committedAt = Infinity;
  const last = new Map<Path | 'bare Postgres', number>();
  const isOver = (): boolean => performance.now() > committedAt + afterMs;
  const again = async (path: Path | 'bare Postgres', attempt: () => Promise<boolean>): Promise<void> => {
    for (; !isOver(); await sleep(everyMs)) {
      const sentAt = performance.now();
      if (await attempt().catch(() => false)) last.set(path, Math.max(last.get(path) ?? 0, sentAt));
    }
  };
  const views = kind.staysOpen ? [] : await Promise.all(gateways.map((gateway) => openView(gateway, authority.token)));
  const trying = [
    ...gateways.map((gateway) =>
      again('request', () => accepts(`${gateway}/graphql`, authority.token, kind.query ?? '{ __typename }')),
    ),
    ...(authority.refreshes ? [again('refresh', authority.refreshes)] : []),
    ...(authority.sessionId ? [again('bare Postgres', async () => (await fetch(`${bare}/${authority.sessionId}`)).ok)] : []),
  ];
  await sleep(100);
  await kind.take(gateways[0] ?? '', authority, staff);
  committedAt = performance.now();
  const ended = await Promise.all(views.map((view) => view.ended));
  await Promise.all(trying);
  return [
    ...[...last].map(([path, at]): [Path | 'bare Postgres', number] => [path, Math.max(0, at - committedAt)]),
    ...(views.length ? ([['open view', Math.max(0, ...ended.map((at) => at - committedAt))]] as [Path, number][]) : []),
  ];
}

async function accepts(url: string, token: string, query: string): Promise<boolean> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return !/UNAUTHENTICATED|UNAUTHORIZED_FIELD|UNAVAILABLE/.test(await response.text());
}

async function openView(gateway: string, token: string): Promise<{ ended: Promise<number> }> {
  const socket = new WebSocket(`${gateway.replace('http', 'ws')}/graphql`, ['graphql-transport-ws']);
  await once(socket, 'open');
  await subscribing(token, 'subscription { disputeChanged { id } }')(socket);
  return { ended: once(socket, 'close').then(() => performance.now()) };
}

/** What whoever wants it simplest would build: each request reads its session from the store by one indexed statement. */
async function bareGateway(adminUrl: string): Promise<{ url: string } & AsyncDisposable> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 8 });
  const server = createServer((request, response) => {
    const text = `select 1 from accounts.session s join accounts.account a on a.id = s.account_id
      where s.id = $1 and s.revoked_at is null and s.expires_at > now() and a.status = 'active'`;
    pool.query(text, [(request.url ?? '/').slice(1)]).then(
      ({ rowCount }) => response.writeHead(rowCount ? 200 : 401).end(),
      () => response.writeHead(503).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

/** Other people's requests, all the while, one after the other on each connection. */
function steadily({ gateways }: Distributed, token: string, connections: number): { told(): Promise<string> } {
  const count = { answered: 0, refused: 0 };
  const began = performance.now();
  let isOver = false;
  const work = async (url: string): Promise<void> => {
    while (!isOver) {
      const isAnswered = await accepts(`${url}/graphql`, token, '{ me { id } }').catch(() => false);
      count[isAnswered ? 'answered' : 'refused'] += 1;
      await sleep(everyMs);
    }
  };
  const running = gateways.flatMap((url) => Array.from({ length: connections }, () => work(url)));
  return {
    async told() {
      isOver = true;
      await Promise.all(running);
      const perSecond = (count.answered * 1_000) / (performance.now() - began);
      return `${perSecond.toFixed(0)} requests/s of others beside, ${count.refused} not answered`;
    },
  };
}
