import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventually, form, marketplaceEvent, newPerson, type Person, postEvents, sendText, staff } from './client.ts';
import { overOneStream, overSocket, overSse, type Stream } from './streams.ts';

const streams = { 'graphql-ws': overSocket, SSE: overSse, 'SSE of many operations': overOneStream };
let moderator: Person;
beforeAll(async () => (moderator = await staff('MODERATOR')));

const open = (claimant: Person, respondent: Person) =>
  eventually(async () => {
    const mutation = `mutation { openDispute(input: { respondentId: "${respondent.id}", category: "other", description: "x" }) { ... on Dispute { id } } }`;
    const { data } = await sendText<{ openDispute: { id?: string } }>(claimant.token, mutation);
    return data?.openDispute.id;
  }, 'disputes hears of both accounts');

/** The first result that `wanted` picks; what others do at the same time passes by. */
async function until(stream: Stream, wanted: (data: Record<string, never>) => boolean): Promise<Record<string, never>> {
  for (;;) {
    const { data, errors } = await stream.next();
    if (errors) throw new Error(JSON.stringify(errors));
    if (data && wanted(data as Record<string, never>)) return data as Record<string, never>;
  }
}

describe.each(Object.entries(streams))(`live views over %s, ${form.name}`, (_, subscribe) => {
  test('an alert arrives with what other subgraphs know of it', async () => {
    const service = `payments-${Math.random().toString(36).slice(2)}`;
    using stream = await subscribe(
      moderator.token,
      'subscription { alertRaised { severity title source account { id } acknowledgedBy { id } } }',
    );
    await sleep(300);
    const sent = await postEvents(marketplaceEvent('serviceDown', { service, detail: 'No answer for a minute.' }));
    expect(sent, JSON.stringify(sent.body)).toMatchObject({ status: 200, body: { accepted: 1 } });
    const data = await until(stream, ({ alertRaised }) => JSON.stringify(alertRaised).includes(service));
    expect(data).toMatchObject({ alertRaised: { severity: 'CRITICAL' } });
  });

  test('a dispute’s changes arrive joined with accounts, to those who may read it and to nobody else', async () => {
    const [buyer, seller, outsider] = [await newPerson(), await newPerson(), await newPerson()];
    const disputeId = await open(buyer, seller);
    const subscription = `subscription { changed: disputeChanged(disputeId: "${disputeId}") { status ...Sides } } fragment Sides on Dispute { respondent { id displayName } }`;
    using forParty = await subscribe(buyer.token, subscription);
    using forStaff = await subscribe(moderator.token, subscription);
    using forOutsider = await subscribe(outsider.token, subscription);
    let leaked = 0;
    void forOutsider.next().then(
      () => (leaked += 1),
      () => undefined,
    );
    await sleep(300);
    await sendText(
      seller.token,
      `mutation { answerDispute(input: { disputeId: "${disputeId}", remedy: "Here it is." }) { __typename } }`,
    );
    for (const stream of [forParty, forStaff]) {
      const data = await until(stream, ({ changed }) => JSON.stringify(changed).includes('ANSWERED'));
      expect(data).toMatchObject({ changed: { status: 'ANSWERED', respondent: { id: seller.id } } });
    }
    await sleep(500);
    expect(leaked).toBe(0);
  });

  test('who went away and comes back is told once what happened meanwhile', async () => {
    const services = Array.from({ length: 4 }, () => `search-${Math.random().toString(36).slice(2)}`);
    const raise = async (service?: string) =>
      expect(await postEvents(marketplaceEvent('serviceDown', { service, detail: 'No answer.' }))).toMatchObject({ status: 200 });
    const query = 'subscription { alertRaised { source } }';
    const told: string[] = [];
    const hear = async (stream: Stream, count: number) => {
      let cursor = '';
      while (told.length < count) {
        const result = await stream.next();
        cursor = result.extensions?.cursor ?? '';
        told.push(...services.filter((service) => JSON.stringify(result.data).includes(service)));
      }
      return cursor;
    };
    let cursor: string;
    {
      using stream = await subscribe(moderator.token, query);
      await sleep(300);
      await raise(services[0]);
      cursor = await hear(stream, 1);
    }
    for (const service of services.slice(1, 3)) await raise(service);
    await sleep(500);
    using stream = await subscribe(moderator.token, query, cursor);
    await hear(stream, 3);
    await raise(services[3]);
    await hear(stream, 4);
    // Alerts are things of their own: where events travel in several streams, their order is kept for each.
    expect([told[0], told.slice(1, 3).sort(), told[3]]).toEqual([services[0], services.slice(1, 3).sort(), services[3]]);
    using refused = await subscribe(moderator.token, query, `${cursor}x`);
    const answer = await refused.next().catch((error: unknown) => ({ errors: [error] }));
    expect(JSON.stringify(answer.errors)).toContain('FULL_REFRESH_REQUIRED');
  });

  test('a person without the permission is refused at once', async () => {
    const buyer = await newPerson();
    using stream = await subscribe(buyer.token, 'subscription { alertRaised { id } }');
    const { errors } = await stream.next().catch((error: unknown) => ({ errors: [error] }));
    expect(JSON.stringify(errors)).toMatch(/UNAUTHORIZED_FIELD_OR_TYPE|FORBIDDEN/);
  });
});
