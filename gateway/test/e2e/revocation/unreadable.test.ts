import { setTimeout as sleep } from 'node:timers/promises';
import { subgraphNames } from '@praetor/contracts/refused';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, form, login, newPerson, staff } from '../client.ts';
import { type Direct, directly } from './direct.ts';
import { bearer, must, mutation, post } from './requests.ts';
import { hardMs } from './trial.ts';

/** Longer than a gateway waits for what it has to know, on a busy machine. */
const patienceMs = 10_000;

let direct: Direct | null;
beforeAll(async () => (direct = await directly()));
afterAll(() => direct?.[Symbol.asyncDispose]());

/** A process that stands still, as one whose machine is gone: connections stay, and nothing is answered. */
function standing(pid: number): Disposable {
  process.kill(pid, 'SIGSTOP');
  return { [Symbol.dispose]: () => void process.kill(pid, 'SIGCONT') };
}

const codeOf = async (gateway: string, token: string): Promise<unknown> =>
  (await post(gateway, token, { query: '{ me { id } }' })).errors?.[0]?.extensions?.code;

describe.skipIf(!form.pids)('when what was revoked cannot be read', () => {
  test('gateways and subgraphs refuse with a code, whoever asks, and go on when it can', { timeout: 120_000 }, async () => {
    const person = await newPerson();
    const known = await direct!.standing('accessToken', person.token);
    for (const gateway of form.gateways) expect(await codeOf(gateway, person.token)).toBeUndefined();
    {
      using _still = standing(form.pids!.accounts);
      await sleep(hardMs);
      const began = performance.now();
      const answers = form.gateways.flatMap((gateway) => [
        codeOf(gateway, person.token),
        codeOf(gateway, form.apiKey),
        fetch(`${gateway}/events`, {
          method: 'POST',
          headers: { ...bearer(form.apiKey), 'content-type': 'application/cloudevents-batch+json' },
          body: '[]',
        }).then(async (response) => ((await response.json()) as { code: string }).code),
        fetch(`${gateway}/graphql/stream`, { method: 'PUT', headers: bearer(person.token) }).then((response) =>
          response.status === 503 ? 'UNAVAILABLE' : response.status,
        ),
      ]);
      expect(await Promise.all(answers)).toEqual(answers.map(() => 'UNAVAILABLE'));
      expect(performance.now() - began).toBeLessThan(patienceMs);
      for (const name of subgraphNames.filter((one) => one !== 'accounts'))
        expect(await direct!.takes(name, known), name).toBe(false);
    }
    for (const gateway of form.gateways)
      await eventually(async () => (await codeOf(gateway, person.token)) === undefined, 'its return');
  });

  test('a lock counts although Redis stands still, and nothing has to be started anew', { timeout: 120_000 }, async () => {
    if (!form.pids?.redis) return;
    const [person, moderator] = [await newPerson(), await staff('MODERATOR')];
    const other = await login(person.email, person.password);
    {
      using _still = standing(form.pids.redis);
      await must(moderator.token, mutation('lockAccount', 'LockAccountInput', ''), {
        input: { accountId: person.id, reason: 'Odd.' },
      });
      await sleep(hardMs);
      for (const gateway of form.gateways)
        for (const token of [person.token, other.token]) expect(await codeOf(gateway, token)).toBe('UNAUTHENTICATED');
    }
    for (const gateway of form.gateways)
      await eventually(async () => (await codeOf(gateway, moderator.token)) === undefined, 'its return');
  });
});
