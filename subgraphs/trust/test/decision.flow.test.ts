import { accountCreated, accountLocked, accountSuspended } from '@praetor/contracts/accounts';
import { accountsLinked } from '@praetor/contracts/account-links';
import { chargebackRaised } from '@praetor/contracts/marketplace';
import { newId, uuidOf } from '@praetor/kernel/id';
import { partnerActor } from '@praetor/testkit/actors';
import { canonicalText } from '@praetor/transparency/canonical';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustDecision } from '../src/commands/trust-decision.ts';
import { assess } from '../src/domain/assess.ts';
import { decide } from '../src/domain/decide.ts';
import { currentModel } from '../src/domain/models.ts';
import type { TrustState } from '../src/domain/trust-state.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const operation = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) {
  ... on TrustDecision { id requestId account { id } outcome reasons score tier riskLevel modelVersion modelHash stateDigest
    decidedAt validUntil limits { payoutDelayDays couponEligible } }
  ... on UserError { code message } } }`;
interface Told {
  id?: string;
  code?: string;
  outcome?: string;
  reasons?: string[];
  [field: string]: unknown;
}
const eur = (amountMinor: number, currency = 'EUR') => ({ amountMinor, currency });
const checkout = (accountId: string, amountMinor = 1000, more: object = {}) => ({
  requestId: newId('request'),
  accountId,
  action: 'CHECKOUT',
  amount: eur(amountMinor),
  ...more,
});
async function ask(input: object, actor = partnerActor(world.tenantId)): Promise<Told> {
  const { data, errors } = await world.query(actor, operation, { input });
  expect(errors).toBeUndefined();
  return (data as { trustDecision: Told }).trustDecision;
}
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('what is answered', () => {
  test('within limits yes, above them within limits, and in an unknown currency someone looks', async () => {
    const buyer = world.account();
    expect(await ask(checkout(buyer))).toMatchObject({ outcome: 'ALLOW', reasons: [], tier: 'NEW', account: { id: buyer } });
    expect(await ask(checkout(buyer, 30_000))).toMatchObject({ outcome: 'LIMIT', reasons: ['ORDER_ABOVE_LIMIT'] });
    expect(await ask(checkout(buyer, 1, { amount: eur(1, 'XAU') }))).toMatchObject({
      outcome: 'REVIEW',
      reasons: ['CURRENCY_UNKNOWN'],
    });
    expect(await ask(checkout(buyer, 1, { context: { paymentMethod: 'INVOICE' } }))).toMatchObject({
      outcome: 'LIMIT',
      reasons: ['PAYMENT_METHOD_NOT_ALLOWED'],
    });
    await world.hear(many(12, () => world.order(buyer)));
    expect(await ask(checkout(buyer, 30_000))).toMatchObject({ outcome: 'ALLOW', tier: 'TRUSTED' });
  });

  test('money waits, a full shop takes no more, an abuser gets no coupon, the suspended get nothing', async () => {
    const seller = world.account();
    const payout = { requestId: 'p', accountId: seller, action: 'PAYOUT', amount: eur(5) };
    expect(await ask(payout)).toMatchObject({ outcome: 'LIMIT', reasons: ['PAYOUT_DELAYED'], limits: { payoutDelayDays: 14 } });
    const listing = { accountId: seller, action: 'LISTING', context: { activeListings: 10 } };
    expect(await ask({ ...listing, requestId: 'l' })).toMatchObject({ outcome: 'DENY', reasons: ['LISTING_CAP_REACHED'] });
    await world.receive(accountSuspended, {
      subject: { type: 'account', id: seller },
      data: { accountId: seller, why: 'x', flagId: null },
    });
    const coupon = await ask({ requestId: 'c', accountId: seller, action: 'COUPON' });
    expect(coupon.outcome).toBe('DENY');
    expect(coupon.reasons).toEqual(['ACCOUNT_BARRED', 'RISK_TOO_HIGH', 'COUPON_NOT_ELIGIBLE', 'MANUAL_REVIEW']);
  });

  test('whom staff locked for a while gets nothing until then by our own time', async () => {
    const buyer = world.account();
    const until = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    await world.receive(accountLocked, {
      subject: { type: 'account', id: buyer },
      data: { accountId: buyer, until, why: 'a stolen phone' },
    });
    expect(await ask(checkout(buyer))).toMatchObject({ outcome: 'DENY', reasons: ['ACCOUNT_BARRED'] });
    world.clock.advance(3_600_000);
    expect(await ask(checkout(buyer))).toMatchObject({ outcome: 'ALLOW' });
  });

  test('a new account on a known device is judged by what was held against the old one, at once', async () => {
    const [fraud, fresh] = [world.account(), world.account()].sort() as [ReturnType<typeof world.account>, string];
    await world.hear([world.order(fraud)]);
    const link = { accountId: fraud, otherAccountId: fresh, kind: 'device' as const, evidence: 'ab'.repeat(32) };
    await world.receive(accountsLinked, {
      subject: { type: 'account', id: fraud },
      data: { ...link, since: world.clock.now().toISOString(), sharedBy: 2 },
    });
    expect(await ask(checkout(fresh))).toMatchObject({ outcome: 'ALLOW' });
    const chargeback = { chargebackRef: 'r', orderRef: null, paymentRef: null, buyerRef: fraud, sellerRef: null, reason: null };
    await world.hear(many(3, () => world.told(chargebackRaised, { ...chargeback, amount: eur(5) })));
    expect(await ask(checkout(fresh)), 'nothing was said of the new account in between').toMatchObject({
      outcome: 'REVIEW',
      tier: 'LOW',
    });
  });

  test('by the marketplace’s own name; a name of nobody is a newcomer, a name of two is refused', async () => {
    const named = (accountId: string, externalRef: string) =>
      world.receive(accountCreated, {
        subject: { type: 'account', id: accountId },
        data: { accountId, email: null, externalRef, roles: [], claimed: false },
      });
    const buyer = world.account();
    await named(buyer, 'user-1');
    await world.hear(many(12, () => world.order(buyer)));
    const byRef = (externalRef: string) => ({ ...checkout(buyer), accountId: null, externalRef });
    expect(await ask(byRef('user-1'))).toMatchObject({ account: { id: buyer }, tier: 'TRUSTED' });
    expect(await ask(byRef('nobody'))).toMatchObject({ account: null, outcome: 'ALLOW', tier: 'NEW', score: 500 });
    await named(world.account(), 'user-1');
    expect(await ask(byRef('user-1'))).toMatchObject({ code: 'TRUST_AMBIGUOUS_REFERENCE' });
  });

  test('nonsense is refused, and says what to correct', async () => {
    const buyer = world.account();
    for (const input of [
      { ...checkout(buyer), accountId: null },
      { ...checkout(buyer), externalRef: 'x' },
      { ...checkout(buyer), amount: null },
      { ...checkout(buyer), amount: eur(-1) },
      { ...checkout(buyer), accountId: 'nonsense' },
      { ...checkout(buyer), requestId: ' ' },
      { ...checkout(buyer), requestId: 'a\0' },
      { ...checkout(buyer), context: { activeListings: -1 } },
    ])
      expect(await ask(input)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('one request', () => {
  test('has one answer, asked again, at once, or after the world changed; another question is refused', async () => {
    const [buyer, asker] = [world.account(), partnerActor(world.tenantId)];
    const question = checkout(buyer, 30_000);
    const answers = await Promise.all(many(20, () => ask(question, asker)));
    await world.hear(many(12, () => world.order(buyer)));
    answers.push(await ask(question, asker));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.at(-1)).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ outcome: 'LIMIT' });
    const decided = (await world.announced('trust.decided.v1')).filter(({ data }) => data.accountId === buyer);
    expect(decided).toHaveLength(1);
    expect(await ask({ ...question, amount: eur(1) }, asker)).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    expect((await world.announced('trust.actionRefused.v1')).at(-1)?.data).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    expect((await ask(question)).id, 'another asker’s request of that name is another').not.toBe(answers[0]!.id);
  });

  test('has one answer though two processes are asked at the same moment', async () => {
    await using other = await world.beside();
    const actor = partnerActor(world.tenantId);
    const rooms = [world.room(actor), other.room(actor)];
    for (let round = 0; round < 20; round += 1) {
      const question = { requestId: `round ${round}`, accountId: world.account(), action: 'coupon' as const };
      const answers = await Promise.all([...rooms, ...rooms].map((room) => trustDecision(room, question)));
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    }
    const decided = (await world.announced('trust.decided.v1')).filter(({ praetorcause }) => praetorcause.actorId === actor.id);
    expect(decided).toHaveLength(20);
  });

  test('is answered, and once, though connections to Postgres break on the way', async () => {
    const buyers = many(300, world.account);
    const asking = Promise.all(buyers.map((buyer) => ask(checkout(buyer))));
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'praetor-trust-decisions' and datname = current_database()`;
    let broken = 0;
    for (let time = 0; time < 3; time += 1) broken += (await world.admin.query(cut)).rowCount ?? 0;
    const answers = await asking;
    expect(broken).toBeGreaterThan(0);
    expect(answers.every(({ outcome }) => outcome === 'ALLOW')).toBe(true);
    const about = new Set<unknown>(buyers);
    const decided = (await world.announced('trust.decided.v1')).filter(({ data }) => about.has(data.accountId));
    expect(decided).toHaveLength(300);
    expect(new Set(decided.map(({ data }) => data.decisionId))).toEqual(new Set(answers.map(({ id }) => id)));
    await world.admin.query(cut);
    expect(await ask(checkout(world.account())), 'and on connections that broke while nobody used them').toMatchObject({
      outcome: 'ALLOW',
    });
  });

  test('many at once share transactions, and each is kept and announced', async () => {
    const buyers = many(150, world.account);
    const before = (await world.announced('trust.decided.v1')).length;
    await Promise.all(buyers.map((buyer) => ask(checkout(buyer))));
    const { rows } = await world.admin.query<{ transactions: number }>(
      'select count(distinct xmin::text)::int as transactions from trust.trust_decision where account_id = any($1)',
      [buyers.map(uuidOf)],
    );
    expect(rows[0]!.transactions).toBeLessThan(12);
    expect((await world.announced('trust.decided.v1')).length).toBe(before + 150);
  });

  test('can be derived again to the bit from what is kept: state, model and question', async () => {
    const accounts = many(20, world.account);
    await world.hear(many(60, () => 0).map((_, index) => world.order(accounts[(index * 7) % 20]!, accounts[index % 20] ?? null)));
    for (const account of accounts) await ask(checkout(account, 26_000));
    const { rows } = await world.admin.query<Kept>(
      `select d.*, s.state, extract(epoch from evaluated_at) * 1000 as at from trust.trust_decision d join trust.decided_state s
       on s.tenant_id = d.tenant_id and s.digest = d.state_digest where d.tenant_id = any(select tenant_id from trust.stream_time)`,
    );
    expect(rows.length).toBeGreaterThan(40);
    const sha256 = (value: unknown) => createHash('sha256').update(canonicalText(value)).digest('hex');
    for (const row of rows) {
      expect(sha256(row.state)).toBe(row.state_digest);
      expect(sha256(currentModel)).toBe(row.model_hash);
      const assessment = assess(row.state, currentModel, Number(row.at));
      const { paymentMethod = null, activeListings = null } = row.context;
      const amount = row.amount_minor === null ? null : { minor: Number(row.amount_minor), currency: row.currency };
      const verdict = decide(assessment, currentModel, {
        action: row.action,
        amount,
        paymentMethod,
        activeListings,
        country: null,
      });
      expect({ ...verdict, score: assessment.score, tier: assessment.tier, risk: assessment.riskLevel }).toEqual({
        outcome: row.outcome,
        reasons: row.reasons,
        conditions: [],
        score: row.score,
        tier: row.tier,
        risk: row.risk_level,
      });
    }
  });
});

interface Kept {
  state: TrustState;
  state_digest: string;
  model_hash: string;
  at: string;
  context: { paymentMethod?: null; activeListings?: number | null };
  amount_minor: string | null;
  currency: string;
  action: 'checkout';
  outcome: string;
  reasons: string[];
  score: number;
  tier: string;
  risk_level: string;
}
