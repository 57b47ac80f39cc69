import { days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { seeded } from '@praetor/testkit/seeded';
import { canonicalText } from '@praetor/transparency/canonical';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { assess } from '../src/domain/assess.ts';
import { decide, type Question } from '../src/domain/decide.ts';
import { actions, paymentMethods, tiers, type Model } from '../src/domain/model.ts';
import { currentModel } from '../src/domain/models.ts';
import { kinds, sides } from '../src/domain/signal.ts';
import { blank } from '../src/domain/trust-state.ts';
import { market, start } from './market.ts';
import { trustWorld } from './world.ts';

const script = fileURLToPath(new URL('../../../packages/bench/src/rederive.py', import.meta.url));
const python = spawnSync('python3', ['--version']).status === 0;
const digestOf = (value: unknown): string => createHash('sha256').update(canonicalText(value)).digest('hex');

const next = seeded(5);
const whole = (below: number): number => Math.floor(next() * below);
const oneOf = <T>(values: readonly T[]): T => values[whole(values.length)]!;

const conditioned: Model = {
  ...currentModel,
  version: 'conditioned',
  crossSide: 1.7,
  conditions: [
    {
      name: 'far',
      when: "tier in ['new', 'low'] && !(country in ['DE', 'FR']) && amount > 20000",
      outcome: 'review',
      reason: 'x',
    },
    {
      name: 'known',
      when: "accountAgeDays >= 100 && risk == 'low' || verification == 'identified'",
      outcome: 'allow',
      reason: 'x',
    },
    {
      name: 'odd',
      when: '(score < 450 || score > 900) && activeListings != -1 && currency == "JPY"',
      outcome: 'deny',
      reason: 'x',
    },
  ],
};

/** A market of some hundred accounts with everything that may be said of them. */
function story() {
  const { profiles, say, hear } = market();
  const accounts = Array.from({ length: 300 }, (_, index) => `acc_${index}`);
  for (let told = 0; told < 12_000; told += 1) {
    const [accountId, other] = [oneOf(accounts), oneOf(accounts)];
    const at = start - whole(days(700)) + whole(days(30));
    const about = { accountId, at, eventId: `f${told}` };
    const kind = next() < 0.6 ? 'orderCompleted' : oneOf(kinds);
    const from = oneOf([undefined, undefined, null, other]);
    if (next() < 0.9) say(accountId, kind, from, at, oneOf(sides), 1 + whole(next() < 0.9 ? 1000 : 10_000));
    else if (next() < 0.3) hear({ ...about, fact: 'verified', by: 'kyc', level: oneOf(['basic', 'identified', 'none']) });
    else if (next() < 0.1) hear({ ...about, fact: 'barred', because: 'closed', is: next() < 0.5 });
    else if (next() < 0.2)
      hear({
        ...about,
        fact: 'overridden',
        override: {
          id: 'o',
          tier: oneOf(tiers),
          riskLevel: oneOf([null, 'low', 'high']),
          severe: whole(3000),
          until: start + whole(days(60)),
        },
      });
    else if (accountId !== other)
      hear({
        ...about,
        fact: 'linked',
        to: other,
        via: oneOf(['device', 'ip', 'wallet']),
        thing: `t${whole(40)}`,
        sharedBy: 2 + whole(4),
      });
  }
  return profiles;
}

function exported(count: number): { lines: string[]; outcomes: Set<string> } {
  const profiles = [...story().values()];
  const states = [blank, ...profiles.map(({ state }) => state)];
  const digests = states.map(digestOf);
  const models = [currentModel, conditioned];
  const outcomes = new Set<string>();
  const decisions = Array.from({ length: count }, (_, id) => {
    const [which, model] = [whole(states.length), oneOf(models)];
    const evaluatedAt = start + whole(days(oneOf([1, 40, 4000])));
    const assessment = assess(states[which]!, model, evaluatedAt);
    const question: Question = {
      action: oneOf(actions),
      amount: next() < 0.8 ? { minor: whole(200_000), currency: oneOf(['EUR', 'JPY', 'GBP', 'XAU']) } : null,
      paymentMethod: oneOf([null, ...paymentMethods]),
      activeListings: oneOf([null, 3, 50, 5000]),
      country: oneOf([null, 'DE', 'US']),
    };
    const { amount, action, ...context } = question;
    const verdict = decide(assessment, model, question);
    outcomes.add(`${verdict.outcome} ${verdict.conditions.join()}`);
    const { score, tier, riskLevel } = assessment;
    const asked = { id, action, amountMinor: amount?.minor ?? null, currency: amount?.currency ?? null, context, evaluatedAt };
    return { ...asked, ...verdict, score, tier, riskLevel, stateDigest: digests[which], modelHash: digestOf(model) };
  });
  const lines = [
    ...models.map((model) => ({ model })),
    ...states.map((state) => ({ state })),
    ...decisions.map((decision) => ({ decision })),
  ];
  return { lines: lines.map((line) => JSON.stringify(line)), outcomes };
}

const derived = (lines: readonly string[]) =>
  spawnSync('python3', [script], { input: lines.join('\n'), encoding: 'utf8', maxBuffer: 1e8 });

test.skipIf(!python)(
  '10,000 decisions are derived alike by a program in Python that knows the specification only (needs python3)',
  { timeout: 120_000 },
  () => {
    const { lines, outcomes } = exported(10_000);
    expect(outcomes.size, 'all outcomes, with and without conditions').toBeGreaterThan(10);
    const { stdout, stderr, status } = derived(lines);
    expect([stdout, stderr, status]).toEqual(['10000 of 10000 decisions derived alike\n', '', 0]);
    const last = JSON.parse(lines.at(-1)!) as { decision: { score: number } };
    last.decision.score += 1;
    expect(derived([...lines.slice(0, -1), JSON.stringify(last)]).status, 'one point more, in one of them').toBe(1);
  },
);

/** A line for each model, state and decision that is kept. */
const kept = `
  select jsonb_build_object('model', content) as line from trust.trust_model
  union all select jsonb_build_object('state', state) from trust.decided_state
  union all select jsonb_build_object('decision', jsonb_build_object('id', id, 'action', action, 'amountMinor', amount_minor,
    'currency', currency, 'context', context, 'evaluatedAt', (extract(epoch from evaluated_at) * 1000)::int8, 'outcome', outcome,
    'reasons', reasons, 'conditions', conditions, 'score', score, 'tier', tier, 'riskLevel', risk_level,
    'modelHash', model_hash, 'stateDigest', state_digest)) from trust.trust_decision`;

test.skipIf(!python)(
  'what is kept of decisions is enough for that program, states and models by their hashes (needs python3)',
  async () => {
    await using world = await trustWorld();
    const mutate = async (of: ReturnType<typeof partnerActor>, field: string, input: object) => {
      const type = field[0]!.toUpperCase() + field.slice(1);
      const answer = await world.query(
        of,
        `mutation ($input: ${type}Input!) { result: ${field}(input: $input) { __typename ${field.endsWith('Model') ? '... on TrustModel { id }' : ''} } }`,
        { input },
      );
      expect(answer.errors).toBeUndefined();
      return (answer.data as { result: { id: string } }).result;
    };
    const [first, second, partner] = [
      accountActor(world.tenantId, ['ADMIN']),
      accountActor(world.tenantId, ['ADMIN']),
      partnerActor(world.tenantId),
    ];
    const { id: modelId } = await mutate(first, 'draftTrustModel', { content: conditioned, note: 'n' });
    const accounts = Array.from({ length: 8 }, world.account);
    const ask = async () => {
      for (const [index, accountId] of accounts.entries())
        await mutate(partner, 'trustDecision', {
          requestId: newId('request'),
          accountId,
          action: 'CHECKOUT',
          amount: { amountMinor: 26_000, currency: 'EUR' },
          context: { country: index % 2 ? 'US' : 'DE' },
        });
    };
    await world.hear(
      accounts.flatMap((buyer, index) => Array.from({ length: index * 2 }, () => world.order(buyer, accounts[0]!))),
    );
    await ask();
    await mutate(first, 'submitTrustModel', { modelId, reason: 'r' });
    await mutate(second, 'approveTrustModel', { modelId });
    await ask();
    const { rows } = await world.admin.query<{ line: object }>(kept);
    const { stdout, stderr } = derived(rows.map(({ line }) => JSON.stringify(line)));
    expect([stdout, stderr]).toEqual(['16 of 16 decisions derived alike\n', '']);
  },
);
