import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@praetor/kernel/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, eventually, form, login, marketplaceEvent, newPerson, type Person, postEvents, send, staff } from './client.ts';
import { root } from './forms/form.ts';
import { graphql } from './generated/gql.ts';

/** One case from event to proof: six subgraphs, one endpoint. */
let buyer: Person;
let seller: Person;
let moderator: Person;
let auditor: Person;
let disputeId = '';
beforeAll(async () => {
  [buyer, seller] = [await newPerson(), await newPerson()];
  [moderator, auditor] = [await staff('MODERATOR'), await staff('AUDITOR')];
});

const Open = graphql(`
  mutation Open($input: OpenDisputeInput!) {
    openDispute(input: $input) {
      __typename
      ... on Dispute {
        id
        status
        claim {
          amountMinor
          currency
        }
      }
      ... on UserError {
        code
      }
    }
  }
`);
const AnswerIt = graphql(`
  mutation Answer($input: AnswerDisputeInput!) {
    answerDispute(input: $input) {
      __typename
      ... on Dispute {
        status
      }
      ... on UserError {
        code
      }
    }
  }
`);
const Contest = graphql(`
  mutation Contest($input: ContestDisputeAnswerInput!) {
    contestDisputeAnswer(input: $input) {
      __typename
      ... on Dispute {
        status
      }
    }
  }
`);
const Review = graphql(`
  mutation Review($input: StartDisputeReviewInput!) {
    startDisputeReview(input: $input) {
      __typename
      ... on Dispute {
        status
        reviewer {
          id
        }
      }
    }
  }
`);
const Decide = graphql(`
  mutation Decide($input: DecideDisputeInput!) {
    decideDispute(input: $input) {
      __typename
      ... on Dispute {
        status
        outcome
        appealBy
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

const Trail = graphql(`
  query Trail($subject: String!) {
    auditEntries(subjectType: "dispute", subjectId: $subject, first: 50) {
      edges {
        node {
          index
          type
          status
          actor {
            id
          }
          change
          decision
        }
      }
    }
  }
`);

describe(`a case, ${form.name}`, () => {
  test('two people quarrel, one of them opens a dispute', async () => {
    const claim = { amountMinor: '4200', currency: 'EUR' };
    const input = {
      respondentId: seller.id,
      orderRef: 'order-7',
      category: 'itemNotReceived',
      description: 'Nothing came.',
      claim,
    };
    const { openDispute } = await eventually(async () => {
      // A respondent of a moment ago: disputes hears of accounts by event.
      const data = await ask(buyer.token, Open, { input });
      return data.openDispute?.__typename === 'Dispute' && data;
    }, 'disputes hears of both accounts');
    expect(openDispute).toMatchObject({ status: 'OPEN', claim });
    disputeId = openDispute?.__typename === 'Dispute' ? openDispute.id : '';
  });

  test('it is answered, contested, reviewed and decided, each by who may', async () => {
    expect((await ask(buyer.token, AnswerIt, { input: { disputeId, remedy: 'x' } })).answerDispute).toMatchObject({
      code: 'DISPUTE_NOT_A_PARTY',
    });
    expect((await ask(seller.token, AnswerIt, { input: { disputeId, remedy: 'It was sent.' } })).answerDispute).toMatchObject({
      status: 'ANSWERED',
    });
    expect(
      (await ask(buyer.token, Contest, { input: { disputeId, grounds: 'Never seen.' } })).contestDisputeAnswer,
    ).toMatchObject({ status: 'AWAITING_REVIEW' });
    expect((await ask(moderator.token, Review, { input: { disputeId } })).startDisputeReview).toMatchObject({
      status: 'UNDER_REVIEW',
      reviewer: { id: moderator.id },
    });
    const verdict = {
      disputeId,
      outcome: 'UPHELD' as const,
      refund: { amountMinor: '4200', currency: 'EUR' },
      rationale: 'No proof of delivery.',
    };
    expect((await ask(moderator.token, Decide, { input: verdict })).decideDispute).toMatchObject({
      status: 'DECIDED',
      outcome: 'UPHELD',
    });
  });

  test('a buyer is not let near staff fields: pruned, with its path, the rest answered', async () => {
    const Mixed = graphql(`
      query Mixed($id: ID!) {
        dispute(id: $id) {
          status
          reviewer {
            id
          }
        }
        disputesSummary {
          count
        }
      }
    `);
    const { data, errors } = await send(buyer.token, Mixed, { id: disputeId });
    expect(data).toEqual({ dispute: { status: 'DECIDED', reviewer: null }, disputesSummary: null });
    expect(errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code])).toEqual([
      ['dispute.reviewer', 'UNAUTHORIZED_FIELD_OR_TYPE'],
      ['disputesSummary', 'UNAUTHORIZED_FIELD_OR_TYPE'],
    ]);
  });

  test('both are told, trust weighs it, and the audit log has every step with who and why', async () => {
    const Told = graphql(`
      query Told {
        myNotifications {
          edges {
            node {
              kind
              link {
                type
                id
              }
            }
          }
        }
        myTrust {
          score
          explanation {
            points
          }
        }
      }
    `);
    for (const person of [buyer, seller]) {
      const { myTrust } = await eventually(async () => {
        const data = await ask(person.token, Told);
        const told = data.myNotifications?.edges.some(({ node }) => node.link?.id === disputeId);
        return told && data.myTrust && data;
      }, 'the parties are told');
      const points = myTrust?.explanation.reduce((sum, factor) => sum + factor.points, 0);
      expect(points).toBe(myTrust?.score);
    }
    const entries = await eventually(async () => {
      const { auditEntries } = await ask(auditor.token, Trail, { subject: disputeId });
      const nodes = auditEntries?.edges.map(({ node }) => node) ?? [];
      return nodes.some(({ type }) => type === 'disputes.decided.v1') && nodes;
    }, 'the decision is in the audit log');
    expect(entries.map(({ type, status }) => `${type} ${status}`).reverse()).toEqual([
      'disputes.opened.v1 succeeded',
      'disputes.actionRefused.v1 refused',
      'disputes.answered.v1 succeeded',
      'disputes.contested.v1 succeeded',
      'disputes.reviewStarted.v1 succeeded',
      'disputes.decided.v1 succeeded',
    ]);
    const decided = entries.find(({ type }) => type === 'disputes.decided.v1');
    expect(decided).toMatchObject({
      actor: { id: moderator.id },
      change: { before: { status: 'underReview' }, after: { status: 'decided' } },
      decision: { effect: 'allow', policies: ['dispute-decide-moderator-limit'] },
    });
  });
});

describe('proof', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'praetor-proof-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verify = async (bundle: string, key: string): Promise<{ code: number; said: string }> => {
    const file = join(folder, 'bundle.json');
    await writeFile(file, bundle);
    // Nothing of the server is at hand: no database, no address.
    return new Promise((resolve) => {
      const args = [join(root, 'packages/cli/src/main.ts'), 'audit', 'verify', file, '--key', key];
      execFile(process.execPath, args, { env: {} }, (error, said) => resolve({ code: Number(error?.code ?? 0), said }));
    });
  };

  test('anyone can check that the decision is in the signed log, and a changed one is found out', async () => {
    const { auditEntries } = await ask(auditor.token, Trail, { subject: disputeId });
    const index = auditEntries?.edges.find(({ node }) => node.type === 'disputes.decided.v1')?.node.index ?? '';
    const Proof = graphql(`
      query Proof($index: BigInt!) {
        auditProofBundle(index: $index)
        auditCheckpoint {
          publicKey
        }
      }
    `);
    const { auditProofBundle, auditCheckpoint } = await ask(auditor.token, Proof, { index });
    const [bundle, key] = [auditProofBundle ?? '', auditCheckpoint?.publicKey ?? ''];
    const good = await verify(bundle, key);
    expect(good.code, good.said).toBe(0);
    const forged = await verify(bundle.replaceAll(disputeId, newId('dispute')), key);
    expect(forged.code, forged.said).toBe(1);
  });
});

describe('authority', () => {
  const Raise = graphql(`
    mutation Raise($input: RaiseFlagInput!) {
      raiseFlag(input: $input) {
        __typename
        ... on Flag {
          id
        }
        ... on UserError {
          code
          message
        }
      }
    }
  `);
  const Assign = graphql(`
    mutation Assign($input: AssignFlagInput!) {
      assignFlag(input: $input) {
        __typename
        ... on UserError {
          code
          message
        }
      }
    }
  `);
  const Resolve = graphql(`
    mutation Resolve($input: ResolveFlagInput!) {
      resolveFlag(input: $input) {
        __typename
        ... on UserError {
          code
          message
        }
      }
    }
  `);
  const Me = graphql(`
    query Me {
      me {
        id
        status
      }
    }
  `);

  test('a flag resolved with "suspend" suspends through an event: the open session ends, login too', async () => {
    const villain = await newPerson();
    expect((await ask(villain.token, Me)).me).toMatchObject({ status: 'ACTIVE' });
    const raised = await eventually(async () => {
      const input = { entity: { type: 'account', id: villain.id }, category: 'fraud', reason: 'Sells what is not there.' };
      const { raiseFlag } = await ask(moderator.token, Raise, { input });
      return raiseFlag?.__typename === 'Flag' && raiseFlag;
    }, 'admin hears of the account');
    expect(
      (await ask(moderator.token, Assign, { input: { flagId: raised.id, assigneeId: moderator.id } })).assignFlag,
    ).toMatchObject({ __typename: 'Flag' });
    const { resolveFlag } = await ask(moderator.token, Resolve, {
      input: { flagId: raised.id, resolution: 'SUSPEND', reason: 'Proven.' },
    });
    expect(resolveFlag).toMatchObject({ __typename: 'Flag' });
    await eventually(
      async () => (await send(villain.token, Me)).errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED'),
      'the session ends',
    );
    await expect(login(villain.email, villain.password)).rejects.toThrow('ACCOUNT_SUSPENDED');
  });

  test('one operation reads a person across all six subgraphs', async () => {
    const Everything = graphql(`
      query Everything($id: ID!) {
        account(id: $id) {
          email
          status
          trust {
            score
            tier
          }
          flags(first: 5) {
            edges {
              node {
                status
              }
            }
          }
          disputes(first: 5) {
            edges {
              node {
                id
                respondent {
                  displayName
                }
              }
            }
          }
          notifications(first: 5) {
            edges {
              node {
                kind
              }
            }
          }
          auditTrail(first: 5) {
            edges {
              node {
                type
              }
            }
          }
        }
      }
    `);
    const admin = await staff('ADMIN');
    const { account } = await ask(admin.token, Everything, { id: buyer.id });
    expect(account).toMatchObject({ email: buyer.email, status: 'ACTIVE', disputes: { edges: [{ node: { id: disputeId } }] } });
    expect(account?.notifications?.edges.length).toBeGreaterThan(0);
    expect(account?.auditTrail?.edges.length).toBeGreaterThan(0);
  });
});

describe('events from the marketplace', () => {
  test('are accepted once, weighed by trust, and a bad one in a batch says why while the good ones are kept', async () => {
    const ref = `buyer-${form.name}-${Date.now()}`;
    const order = (n: number) =>
      marketplaceEvent('orderCompleted', {
        orderRef: `o-${n}`,
        buyerRef: ref,
        sellerRef: null,
        total: { amountMinor: 1_000, currency: 'GBP' },
      });
    const good = [order(1), order(2)];
    const bad = {
      ...order(3),
      data: { orderRef: 'o-3', buyerRef: ref, sellerRef: null, total: { amountMinor: 'much', currency: 'GBP' } },
    };
    const first = await postEvents([good[0]!, bad, good[1]!]);
    expect(first).toMatchObject({
      status: 200,
      body: { accepted: 2, duplicate: 0, refused: [{ index: 1, id: bad.id, code: 'INVALID_DATA' }] },
    });
    expect(await postEvents(good)).toMatchObject({ status: 200, body: { accepted: 0, duplicate: 2, refused: [] } });
  });

  test.each([
    ['no key', {}, { authorization: '' }, 401],
    ['a media type that is none of CloudEvents', {}, { 'content-type': 'text/plain' }, 415],
    [
      'a type of ours',
      { specversion: '1.0', id: 'x', source: 'https://market.example', type: 'disputes.decided.v1', data: {} },
      {},
      422,
    ],
  ])('answer %s with a clear 4xx', async (_, body, headers, status) => {
    const answer = await postEvents(body, headers);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  });
});

test('the first page leads to the tour and, in development, to GraphiQL and the logins', async () => {
  const page = await (await fetch(`${form.url}/`)).text();
  expect(page).toContain('href="/graphql"');
  if (form.name === 'distributed') return;
  for (const { email } of form.logins) expect(page).toContain(email);
  expect(page).toContain('href="/tour"');
  expect(await (await fetch(`${form.url}/tour`)).text()).toContain('npx praetor event orderCompleted');
});
