import type { Envelope } from '@praetor/contracts/envelope';
import { chargebackRaised, paymentFailed } from '@praetor/contracts/marketplace';
import { after, days } from '@praetor/kernel/clock';
import { newId, type Id } from '@praetor/kernel/id';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { seeded } from '@praetor/testkit/seeded';
import { expect } from 'vitest';
import type { TrustWorld } from './world.ts';

export interface Result {
  id: string;
  code?: string;
  message?: string;
  modelVersion?: string;
  contentHash?: string;
  version?: number;
  content?: object;
  [field: string]: unknown;
}
export type Staff = ReturnType<typeof accountActor>;
export const admin = (of: TrustWorld): Staff => accountActor(of.tenantId, ['ADMIN']);

const report = `{ accounts scored bad decisions tierChanged { of among share low high } tierMoves { from to accounts }
  liveAuc { value low high } draftAuc { value low high } aucDifference { value low high } flipped { of among }
  flips { action live draft decisions }
  live { scores maxOrderTotal couponEligible manualReview precision { of among low high } recall { of among low high }
    drift { psi level } factorDrift { factor psi level } }
  draft { scores maxOrderTotal manualReview precision { of among } recall { of among share low high } } }`;
const backtest = `id state phase statements draftHash liveHash liveVersion scoredAt until usualWindow reportHash breaches version report ${report}`;
const shadow = `id state endedWhy draftHash version agreement { of among share } verdicts { action live draft decisions } tierMoves { from to accounts }`;
const model = 'id number state modelVersion contentHash version content decidedBy { id }';
const gate = 'windowDays maxAgeDays mostTierChangedPercent mostFlippedPercent mostAucLossPermille leastBad version';
const fields = { TrustModel: model, TrustBacktest: backtest, TrustShadow: shadow, TrustModelGate: gate };

const verbs: Record<string, keyof typeof fields> = {
  ...Object.fromEntries(
    ['draft', 'edit', 'submit', 'approve', 'reject', 'withdraw', 'rollBack', 'discard'].map((verb) => [
      verb,
      'TrustModel' as const,
    ]),
  ),
  start: 'TrustBacktest',
  cancel: 'TrustBacktest',
  startShadow: 'TrustShadow',
  stopShadow: 'TrustShadow',
  set: 'TrustModelGate',
};
const nameOf = (verb: string): string => `${verb.replace('Shadow', '')}${verbs[verb]!}`;

/** The operation of a verb: `draft`, `start` a backtest, `startShadow`, `set` the gate. */
export const operationOf = (verb: string): string => {
  const name = nameOf(verb);
  const [first = ''] = name;
  return `mutation ($input: ${first.toUpperCase()}${name.slice(1)}Input!) { result: ${name}(input: $input) {
    ... on ${verbs[verb]!} { ${fields[verbs[verb]!]} } ... on UserError { code message } } }`;
};

export async function run(of: TrustWorld, actor: Staff, verb: string, input: object): Promise<Result> {
  const { data, errors } = await of.query(actor, operationOf(verb), { input });
  expect(errors).toBeUndefined();
  return (data as { result: Result }).result;
}

/** Reads something of the model, as somebody. */
export async function read<T>(of: TrustWorld, actor: Staff, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await of.query(actor, query, variables);
  expect(errors).toBeUndefined();
  return data as T;
}

export interface Share {
  of: number;
  among: number;
  share: number;
  low: number;
  high: number;
}
export interface Estimate {
  value: number;
  low: number;
  high: number;
}
export interface Backtest extends Result {
  state: string;
  phase: string;
  reportHash: string;
  breaches: string[];
  report: {
    accounts: number;
    scored: number;
    bad: number;
    decisions: number;
    tierChanged: Share;
    tierMoves: { from: string; to: string; accounts: number }[];
    flipped: Share;
    flips: object[];
    liveAuc: Estimate;
    draftAuc: Estimate;
    aucDifference: Estimate;
    live: {
      scores: number[];
      precision: Share;
      recall: Share;
      manualReview: number;
      drift: { psi: number };
      factorDrift: object[];
    };
    draft: { precision: Share; recall: Share; manualReview: number };
  };
}

export const backtestOf = async (of: TrustWorld, id: string): Promise<Backtest> =>
  (await read<{ trustBacktest: Backtest }>(of, admin(of), `query ($id: ID!) { trustBacktest(id: $id) { ${backtest} } }`, { id }))
    .trustBacktest;
export const shadowOf = async (of: TrustWorld, id: string): Promise<Result> =>
  (await read<{ trustShadow: Result }>(of, admin(of), `query ($id: ID!) { trustShadow(id: $id) { ${shadow} } }`, { id }))
    .trustShadow;

/** Tries a version on history, to the end. */
export async function backtested(of: TrustWorld, modelId: string, more: object = {}): Promise<Backtest> {
  const { id, code } = await run(of, admin(of), 'start', { modelId, ...more });
  expect(code).toBeUndefined();
  await of.drain();
  return backtestOf(of, id);
}

/** Drafts a model and tries it. */
export async function drafted(of: TrustWorld, content: object): Promise<Backtest & { modelId: string }> {
  const { id: modelId } = await run(of, admin(of), 'draft', { content, note: 'n' });
  return { ...(await backtested(of, modelId)), modelId };
}

/** Publishes a model as it has to be: drafted, tried where there is history, submitted, agreed to by a second person. */
export async function published(of: TrustWorld, content: object, approval: object = {}): Promise<Result> {
  const first = admin(of);
  const { id: modelId } = await run(of, first, 'draft', { content, note: 'n' });
  const { rowCount } = await of.admin.query('select 1 from trust.heard_statement limit 1');
  if (rowCount) await backtested(of, modelId);
  await run(of, first, 'submit', { modelId, reason: 'r' });
  return run(of, admin(of), 'approve', { modelId, ...approval });
}

export async function decisionOf(of: TrustWorld, accountId: string, more: object = {}): Promise<Record<string, unknown>> {
  const operation = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) { ... on TrustDecision {
    id score tier outcome reasons conditions modelVersion modelHash limits { listingCap } } } }`;
  const input = { requestId: newId('request'), accountId, action: 'COUPON', ...more };
  const { data, errors } = await of.query(partnerActor(of.tenantId), operation, { input });
  expect(errors).toBeUndefined();
  return (data as { trustDecision: Record<string, unknown> }).trustDecision;
}

export interface History {
  readonly good: Id<'account'>[];
  readonly bad: Id<'account'>[];
}

/**
 * Half a year of a market in which some pay badly before the instant of scoring, and cheat after it. The honest are as old, buy as much,
 * and some of them are half to blame for one chargeback.
 */
export async function history(of: TrustWorld, honest = 60, cheats = 20): Promise<History> {
  const next = seeded(11);
  const now = of.clock.now();
  const ago = (from: number, to: number): Date => after(now, -days(to + next() * (from - to)));
  const [good, bad] = [honest, cheats].map((count) => Array.from({ length: count }, of.account)) as [
    Id<'account'>[],
    Id<'account'>[],
  ];
  const money = { amountMinor: 100, currency: 'EUR' };
  const unpaid = { paymentRef: 'p', orderRef: null, payeeRef: null, method: 'card', amount: money, reason: 'funds' };
  const back = { chargebackRef: 'r', orderRef: null, paymentRef: null, amount: money, reason: null };
  const events: Envelope[] = [...good, ...bad].flatMap((account) =>
    Array.from({ length: 3 + Math.floor(next() * 6) }, () => of.order(account, null, ago(190, 95))),
  );
  for (const [place, account] of bad.entries()) {
    if (place % 5) events.push(of.told(paymentFailed, { ...unpaid, payerRef: account }, ago(94, 91)));
    events.push(of.told(chargebackRaised, { ...back, buyerRef: account, sellerRef: good[place] ?? null }, ago(80, 5)));
  }
  for (const account of good.filter((_, place) => place % 10 === 0))
    events.push(of.told(paymentFailed, { ...unpaid, payerRef: account }, ago(94, 91)));
  events.push(of.order(good[0]!, null, now));
  events.sort((left, right) => (left.time < right.time ? -1 : 1));
  for (let from = 0; from < events.length; from += 90) await of.hear(events.slice(from, from + 90));
  return { good, bad };
}
