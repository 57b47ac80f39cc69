import { setTimeout as sleep } from 'node:timers/promises';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { form, newPerson } from '../client.ts';
import { type Authority, colleague, customer } from './people.ts';
import { bearer, must, mutation } from './requests.ts';
import { revocations } from './revocations.ts';
import { again, hardMs } from './trial.ts';

/** An open live view: when it was told of something last, and when and how it ended. */
interface View {
  readonly name: string;
  lastAt: number;
  told: number;
  endedAt: number;
  how: unknown;
}

const query = 'subscription { disputeChanged { id } }';
type Opened = (gateway: string, token: string, view: View) => () => void;

const told = (view: View, result: { errors?: readonly unknown[] | undefined }): void => {
  if (result.errors) return;
  view.told += 1;
  view.lastAt = performance.now();
};
const ended = (view: View, how: unknown): void => {
  if (view.endedAt < Infinity) return;
  view.endedAt = performance.now();
  view.how = how;
};

/** Every way to stay connected. */
const transports: Readonly<Record<string, Opened>> = {
  'graphql-ws'(gateway, token, view) {
    const client = createClient({
      url: `${gateway.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      // Else the client leaves by itself once its one subscription has ended.
      lazy: false,
      on: { closed: (event) => ended(view, (event as { code: number }).code) },
    });
    client.subscribe({ query }, { next: (result) => told(view, result), error: () => undefined, complete: () => undefined });
    return () => void client.dispose();
  },
  'distinct event streams': streaming(false),
  'one event stream': streaming(true),
};

function streaming(singleConnection: boolean): Opened {
  return (gateway, token, view) => {
    const url = singleConnection ? `${gateway}/graphql/stream` : `${gateway}/graphql`;
    const client = createStreamClient({
      url,
      singleConnection: singleConnection as true,
      headers: bearer(token),
      retryAttempts: 0,
    });
    const last: unknown[] = [];
    client.subscribe(
      { query },
      {
        next(result) {
          told(view, result);
          if (result.errors) last.push(...result.errors);
        },
        error: (error) => ended(view, last[0] ?? error),
        complete: () => ended(view, last[0] ?? 'complete'),
      },
    );
    return () => client.dispose();
  };
}

/** Something about the person happens all the time, as long as it runs. */
async function happening(about: string, by: string, until: () => boolean): Promise<void> {
  const text = mutation('openDispute', 'OpenDisputeInput', '');
  for (let at = 0; !until(); at += 1) {
    const input = { respondentId: about, category: 'other', description: `Again ${at}.` };
    await must(by, text, { input }).catch(() => undefined);
    await sleep(30);
  }
}

async function watched(
  authority: Authority,
  token: string,
  run: () => Promise<unknown>,
): Promise<{ views: View[]; committedAt: number }> {
  const views: View[] = [];
  const opened = form.gateways.flatMap((gateway, at) =>
    Object.entries(transports).map(([name, open]) => {
      const view: View = { name: `${name} ${at}`, lastAt: 0, told: 0, endedAt: Infinity, how: null };
      views.push(view);
      return open(gateway, token, view);
    }),
  );
  const stranger = await newPerson();
  let isOver = false;
  const happens = happening(authority.id, stranger.token, () => isOver);
  for (let waited = 0; waited < 20_000 && views.some(({ told: count }) => count === 0); waited += 20) await sleep(20);
  expect(views.filter(({ told: count }) => count === 0).map(({ name }) => name)).toEqual([]);
  await again(run);
  const committedAt = performance.now();
  for (let waited = 0; waited < 3_000 && views.some(({ endedAt }) => endedAt === Infinity); waited += 20) await sleep(20);
  await sleep(300);
  isOver = true;
  await happens;
  opened.forEach((close) => close());
  return { views, committedAt };
}

/** What each transport says of the end of a session; a busy machine may have been unable to tell. */
const code = expect.stringMatching(/^(UNAUTHENTICATED|UNAVAILABLE)$/) as unknown;
const unauthenticated: unknown = expect.objectContaining({ extensions: expect.objectContaining({ code }) as unknown });
const endOf = (name: string): unknown => (name.startsWith('graphql-ws') ? 4401 : unauthenticated);

const ofSessions = revocations.filter(
  ({ of, ends }) => of === 'customer' && (ends.includes('session') || ends.includes('impersonation')),
);

describe('an open live view', () => {
  test.each(ofSessions.map((one) => [one.name, one] as const))(
    'hears nothing and ends after: %s',
    async (_, { name, ends, run }) => {
      const authority = await again(customer);
      const token = ends.includes('session') ? authority.token : authority.impersonation;
      const { views, committedAt } = await watched(authority, token, () => run(authority));
      for (const view of views) {
        expect(view.lastAt - committedAt, `${name}: ${view.name} was told of something`).toBeLessThan(hardMs);
        expect(view.endedAt - committedAt, `${name}: ${view.name} ended`).toBeLessThan(hardMs);
        expect(view.how, view.name).toEqual(endOf(view.name));
      }
      const late = views.map(({ endedAt }) => endedAt - committedAt).toSorted((left, right) => left - right);
      console.log(`${form.name}: ${name}: open views ended ${late.map((ms) => ms.toFixed(0)).join(', ')} ms after the commit`);
    },
  );

  test('with a key ends with the key, and with the standing of who answers for it', async () => {
    for (const name of ['end of a key', 'lock of staff', 'loss of a role']) {
      const authority = await again(colleague);
      const { run } = revocations.find((one) => one.name === name)!;
      const { views, committedAt } = await watched(authority, authority.key, () => run(authority));
      for (const { lastAt, endedAt, name: view } of views) {
        expect(lastAt - committedAt, `${name}: ${view} was told of something`).toBeLessThan(hardMs);
        expect(endedAt - committedAt, `${name}: ${view} ended`).toBeLessThan(hardMs);
      }
    }
  });
});
