import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newId } from '@praetor/kernel/id';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, eventually, form, marketplaceEvent, newPerson, type Person, postEvents, sendText, staff } from './client.ts';
import { root } from './forms/form.ts';
import { graphql } from './generated/gql.ts';

/** What a marketplace's checkout runs, as its partner registered it. */
const operation = `mutation Decide($input: TrustDecisionInput!) { trustDecision(input: $input) { __typename
  ... on TrustDecision { id outcome reasons score tier modelVersion modelHash account { id } limits { payoutDelayDays } }
  ... on UserError { code } } }`;
const hash = `sha256:${createHash('sha256').update(operation).digest('hex')}`;

const DecidingKey = graphql(`
  mutation DecidingKey {
    createApiKey(input: { name: "Checkout" }) {
      ... on CreatedApiKey {
        secret
        apiKey {
          id
        }
      }
    }
  }
`);
const RegisterDecision = graphql(`
  mutation RegisterDecision($input: RegisterOperationsInput!) {
    registerOperations(input: $input) {
      __typename
    }
  }
`);
const Override = graphql(`
  mutation Override($input: OverrideTrustInput!) {
    overrideTrust(input: $input) {
      __typename
      ... on TrustOverride {
        id
        state
      }
    }
  }
`);
const EndOverride = graphql(`
  mutation EndOverride($input: RevokeTrustOverrideInput!) {
    revokeTrustOverride(input: $input) {
      __typename
    }
  }
`);
const Lock = graphql(`
  mutation Lock($accountId: ID!) {
    lockAccount(input: { accountId: $accountId, reason: "A stolen phone." }) {
      __typename
    }
  }
`);
const Decided = graphql(`
  query Decided($accountId: ID!) {
    trustDecisions(accountId: $accountId, first: 20) {
      edges {
        node {
          id
          requestId
          outcome
          modelVersion
          amount {
            amountMinor
          }
        }
      }
    }
  }
`);

interface Told {
  readonly id?: string;
  readonly code?: string;
  readonly outcome?: string;
  readonly reasons?: readonly string[];
  readonly modelVersion?: string;
}

let admin: Person;
let moderator: Person;
let key = '';
let buyer: Person;

beforeAll(async () => {
  [admin, moderator, buyer] = [await staff('ADMIN'), await staff('MODERATOR'), await newPerson()];
  key = await checkoutKey({ [hash]: operation });
});

/** A partner's key that runs these operations and nothing else. */
async function checkoutKey(manifest: Record<string, string>): Promise<string> {
  const { createApiKey: made } = await ask(admin.token, DecidingKey);
  if (!made || !('secret' in made) || !made.secret) throw new Error(`No key was made: ${JSON.stringify(made)}`);
  const done = await ask(admin.token, RegisterDecision, { input: { apiKeyId: made.apiKey.id, manifest } });
  expect(done.registerOperations?.__typename).toBe('RegisteredOperations');
  return made.secret;
}

async function run(apiKey: string, body: object): Promise<{ data?: { trustDecision: Told | null }; code?: string }> {
  const response = await fetch(`${form.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as {
    data?: { trustDecision: Told | null };
    errors?: { extensions: { code: string } }[];
  };
  return { ...(data && { data }), ...(errors?.[0] && { code: errors[0].extensions.code }) };
}

async function decide(input: object): Promise<Told> {
  const { data, code } = await run(key, { documentId: hash, variables: { input } });
  if (!data?.trustDecision) throw new Error(`Nothing was decided: ${code}`);
  return data.trustDecision;
}

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const checkout = (amountMinor: number, more: object = {}) => ({
  requestId: newId('request'),
  accountId: buyer.id,
  action: 'CHECKOUT',
  amount: eur(amountMinor),
  ...more,
});

describe(`a decision at the checkout, ${form.name}`, () => {
  test('allows, limits, sends to review and denies, says why and by which model', async () => {
    const small = await decide(checkout(1_000));
    expect(small).toMatchObject({ outcome: 'ALLOW', reasons: [], account: { id: buyer.id }, tier: 'NEW' });
    expect(small).toMatchObject({ modelVersion: expect.any(String), modelHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await decide(checkout(9_000_000))).toMatchObject({ outcome: 'LIMIT', reasons: ['ORDER_ABOVE_LIMIT'] });
    expect(await decide(checkout(1, { amount: { amountMinor: 1, currency: 'XAU' } }))).toMatchObject({
      outcome: 'REVIEW',
      reasons: ['CURRENCY_UNKNOWN'],
    });
    const listing = { requestId: newId('request'), accountId: buyer.id, action: 'LISTING', context: { activeListings: 500 } };
    expect(await decide(listing)).toMatchObject({ outcome: 'DENY', reasons: ['LISTING_CAP_REACHED'] });
  });

  test('is one for a request, however often and at however many doors it is asked; another question is refused', async () => {
    const question = checkout(9_000_000);
    const answers = await Promise.all(Array.from({ length: 8 }, () => decide(question)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await decide({ ...question, context: { country: 'FR' } })).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    const { trustDecisions } = await ask(admin.token, Decided, { accountId: buyer.id });
    const kept = trustDecisions?.edges.map(({ node }) => node).filter(({ requestId }) => requestId === question.requestId);
    expect(kept).toMatchObject([{ id: answers[0]?.id, outcome: 'LIMIT', amount: { amountMinor: '9000000' } }]);
    expect(kept?.[0]?.modelVersion).toBe(answers[0]?.modelVersion);
  });

  test('is made for a partner who registered it, and for nobody else', async () => {
    const stranger = await checkoutKey({ typename: 'query Typename { __typename }' });
    const variables = { input: checkout(1) };
    expect(await run(stranger, { documentId: hash, variables })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await run(key, { query: operation, variables })).toMatchObject({ code: 'OPERATION_NOT_REGISTERED' });
    expect(await run('pk_live_guessed', { documentId: hash, variables })).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { data, errors } = await sendText<{ trustDecision: null }>(buyer.token, operation, variables);
    expect([data?.trustDecision, errors[0]?.extensions?.['code']]).toEqual([null, 'UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  test('follows what staff decide at the next question, and the model again once that is revoked', async () => {
    const input = {
      accountId: buyer.id,
      tier: 'LOW' as const,
      reason: 'A tip.',
      until: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const { overrideTrust: made } = await ask(admin.token, Override, { input });
    if (made?.__typename !== 'TrustOverride') throw new Error(`It was refused: ${JSON.stringify(made)}`);
    expect(made.state).toBe('ACTIVE');
    expect(await decide(checkout(10_000))).toMatchObject({ outcome: 'REVIEW', tier: 'LOW' });
    await ask(admin.token, EndOverride, { input: { overrideId: made.id, reason: 'A mistake.' } });
    expect(await decide(checkout(10_000))).toMatchObject({ outcome: 'ALLOW', tier: 'NEW' });
  });

  test('knows what the marketplace tells, and denies whom staff lock', async () => {
    const fraud = { chargebackRef: newId('request'), orderRef: null, paymentRef: null, sellerRef: null, reason: null };
    const told = ['a', 'b', 'c'].map((ref) =>
      marketplaceEvent('chargebackRaised', {
        ...fraud,
        chargebackRef: `${fraud.chargebackRef}-${ref}`,
        buyerRef: buyer.id,
        amount: { amountMinor: 5_000, currency: 'EUR' },
      }),
    );
    expect((await postEvents(told)).status).toBeLessThan(300);
    const asNamed = () => decide({ ...checkout(1_000), accountId: null, externalRef: buyer.id });
    await eventually(async () => (await asNamed()).outcome === 'REVIEW', 'chargebacks count');
    await ask(moderator.token, Lock, { accountId: buyer.id });
    await eventually(async () => (await decide(checkout(1))).reasons?.includes('ACCOUNT_BARRED'), 'a lock denies');
  });

  // In the distributed form the operator names the database's administrator.
  test.skipIf(form.name !== 'embedded')('can be exported by an operator and derived again from the export alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'praetor-export-'));
    const praetor = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'trust', ...args], {
        env: { ...process.env, PRAETOR_HOME: form.home },
      });
    const [file, until] = [join(folder, 'decisions.jsonl'), new Date(Date.now() + 1_000).toISOString()];
    await praetor('export', '--tenant', 'demo', '--until', until, '--out', file);
    const lines = (await readFile(file, 'utf8')).split('\n');
    const decided = lines.filter((line) => line.includes(`"accountId":"${buyer.id}"`));
    expect(decided.length).toBeGreaterThan(5);
    expect((await praetor('rederive', file)).stdout).toMatch(/^\d+ decisions derived alike\n$/);
    await writeFile(file, lines.map((line) => line.replace('"outcome":"limit"', '"outcome":"allow"')).join('\n'));
    await expect(praetor('rederive', file)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('outcome would be'),
    });
    await rm(folder, { recursive: true });
  });
});
