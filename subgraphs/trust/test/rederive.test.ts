import { days } from '@praetor/kernel/clock';
import { seeded } from '@praetor/testkit/seeded';
import { canonicalText } from '@praetor/transparency/canonical';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { assess } from '../src/domain/assess.ts';
import { decide, type Question } from '../src/domain/decide.ts';
import { actions, paymentMethods, tiers } from '../src/domain/model.ts';
import { currentModel } from '../src/domain/models.ts';
import { kinds, sides } from '../src/domain/signal.ts';
import { blank } from '../src/domain/trust-state.ts';
import { market, start } from './market.ts';
import { conditioned } from './stored-market.ts';

const script = fileURLToPath(new URL('../../../packages/bench/src/rederive.py', import.meta.url));
const python = spawnSync('python3', ['--version']).status === 0;
const digestOf = (value: unknown): string => createHash('sha256').update(canonicalText(value)).digest('hex');

const next = seeded(5);
const whole = (below: number): number => Math.floor(next() * below);
const oneOf = <T>(values: readonly T[]): T => values[whole(values.length)]!;

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
    const { score, tier, riskLevel, modelVersion } = assessment;
    const who = { accountId: null, externalRef: 'x' };
    const asked = {
      ...who,
      id,
      action,
      amountMinor: amount?.minor ?? null,
      currency: amount?.currency ?? null,
      context,
      evaluatedAt,
    };
    const questionDigest = digestOf({ ...who, action, amount, context });
    const known = { stateDigest: digests[which], modelHash: digestOf(model), modelVersion, questionDigest };
    return { ...asked, ...verdict, score, tier, riskLevel, ...known };
  });
  const lines = [
    ...models.map((model) => ({ model, hash: digestOf(model) })),
    ...states.map((state) => ({ state, digest: digestOf(state) })),
    ...decisions.map((decision) => ({ decision })),
  ].map((line) => `${canonicalText(line)}\n`);
  const sha256 = createHash('sha256').update(lines.join('')).digest('hex');
  return { lines: [...lines, `${canonicalText({ end: { decisions: count, last: count - 1, sha256 } })}\n`], outcomes };
}

const derived = (lines: readonly string[]) =>
  spawnSync('python3', [script], { input: lines.join(''), encoding: 'utf8', maxBuffer: 1e8 });

test.skipIf(!python)(
  'decisions on states and models that stored history seldom has are derived alike by the program in Python (needs python3)',
  { timeout: 120_000 },
  () => {
    const { lines, outcomes } = exported(3_000);
    expect(outcomes.size, 'all outcomes, with and without conditions').toBeGreaterThan(10);
    const { stdout, stderr, status } = derived(lines);
    expect([stdout, stderr, status]).toEqual(['3000 of 3000 decisions derived alike\n', '', 0]);
  },
);
