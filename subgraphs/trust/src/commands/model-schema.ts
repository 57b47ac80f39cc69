import { z } from 'zod';
import { conditionProblem } from '../domain/condition.ts';
import { halfLives, type HalfLife } from '../domain/decay.ts';
import { linkKinds, verificationLevels } from '../domain/fact.ts';
import { actions, decisionOutcomes, factors, paymentMethods, riskLevels, tiers } from '../domain/model.ts';
import { kinds } from '../domain/signal.ts';

/** A number that means the same in every language: nothing so small or so large that its spelling differs. */
const number = (least: number, most: number, what: string) =>
  z
    .number({ error: `${what} has to be a number.` })
    .min(least, `${what} is at least ${least}.`)
    .max(most, `${what} is at most ${most}.`)
    .refine((value) => Math.round(value * 1e4) / 1e4 === value, `Give ${what} with at most four decimals.`)
    .refine((value) => !Object.is(value, -0), `${what} is 0, not -0.`);
const whole = (least: number, most: number, what: string) =>
  number(least, most, what).refine(Number.isInteger, `${what} is whole.`);
const each = <Key extends string, Value extends z.ZodType>(keys: readonly Key[], value: Value) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>);
const distinct = <T>(values: readonly T[]): boolean => new Set(values).size === values.length;

const halfLife = z.enum(Object.keys(halfLives) as [HalfLife, ...HalfLife[]]);
const unearned = ['start', 'verification', 'age', 'links'];
const methods = z.array(z.enum(paymentMethods)).max(paymentMethods.length).refine(distinct, 'Name each payment method once.');
const atRisk = z.enum(riskLevels).exclude(['low']);
const payoutDays = whole(0, 365, 'a payout delay');

const kindRule = z.strictObject({
  factor: z.enum(factors).refine((factor) => !unearned.includes(factor), 'No signal belongs to this factor.'),
  weight: number(-100, 100, 'a weight'),
  halfLife,
  severe: z.boolean(),
  opinion: z.literal(true).optional(),
});
const limits = z.strictObject({
  maxOrder: whole(0, 1e11, 'a maximum order'),
  couponEligible: z.boolean(),
  paymentMethods: methods,
  payoutDelayDays: payoutDays,
  listingCap: whole(0, 1e9, 'a listing cap'),
  manualReview: z.boolean(),
});
const restriction = z.strictObject({
  couponEligible: z.boolean().optional(),
  paymentMethods: methods.optional(),
  manualReview: z.boolean().optional(),
  leastPayoutDelayDays: payoutDays,
});
const condition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'Name a condition in lower case with hyphens, at most 60 characters.'),
  when: z.string().superRefine((when, context) => {
    const problem = conditionProblem(when);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  }),
  outcome: z.enum(decisionOutcomes),
  reason: z.string().trim().min(1, 'Say why.').max(200),
});
const riskRule = z.strictObject({
  level: atRisk,
  scoreBelow: whole(0, 1000, 'a score'),
  severeFrom: number(0.0001, 1e6, 'severe evidence'),
});
const currencies = z
  .record(z.string().regex(/^[A-Z]{3}$/, 'Name currencies by ISO 4217 codes.'), number(0.0001, 1e6, 'a rate'))
  .refine((rates) => Object.keys(rates).length <= 200, 'At most 200 currencies.')
  .refine((rates) => Object.values(rates).includes(1), 'One currency is the measure of the others: its rate is 1.');
const thresholds = z
  .strictObject({ standard: whole(1, 1000, 'a score'), trusted: whole(1, 1000, 'a score'), preferred: whole(1, 1000, 'a score') })
  .refine((from) => from.standard < from.trusted && from.trusted < from.preferred, 'Tiers begin one above the other.');
const risks = z
  .array(riskRule)
  .max(3)
  .refine(isWorstFirst, 'State each risk level once, the worst first, each milder one reached no later than the worse.');

/** A model as data, or what is wrong with it. Its version is given, not chosen. */
export const modelSchema = z.strictObject({
  kinds: each(kinds, kindRule),
  prior: z.strictObject({ good: number(0.1, 1000, 'a prior'), bad: number(0.1, 1000, 'a prior') }),
  crossSide: number(0, 10, 'the cross-side factor'),
  leastEvidence: number(0, 1000, 'the least evidence'),
  tierFrom: thresholds,
  risk: risks,
  anchors: z.strictObject({
    verification: each(verificationLevels, number(0, 100, 'a verification')),
    age: z.strictObject({ most: number(0, 100, 'the weight of age'), halfDays: whole(1, 36_500, 'the half of age') }),
  }),
  links: z.strictObject({
    share: each(linkKinds, number(0, 1, 'a share')),
    halfLife,
    most: number(0, 1000, 'the most of links'),
  }),
  currencies,
  limits: each(tiers, limits),
  restrictions: z.strictObject(
    Object.fromEntries(riskLevels.map((level) => [level, restriction.optional()])) as Record<
      (typeof riskLevels)[number],
      z.ZodOptional<typeof restriction>
    >,
  ),
  decisions: z.strictObject({ denyFrom: each(actions, atRisk.nullable()), validMinutes: whole(1, 1440, 'the validity') }),
  conditions: z
    .array(condition)
    .max(50, 'At most 50 conditions.')
    .refine((all) => distinct(all.map(({ name }) => name)), 'Conditions have names of their own.')
    .optional(),
  validDays: whole(1, 365, 'the validity'),
});

function isWorstFirst(rules: readonly z.output<typeof riskRule>[]): boolean {
  return rules.every(({ level, scoreBelow, severeFrom }, index) => {
    const worse = rules[index - 1];
    if (!worse) return true;
    const milder = riskLevels.indexOf(level) < riskLevels.indexOf(worse.level);
    return milder && scoreBelow >= worse.scoreBelow && severeFrom <= worse.severeFrom;
  });
}
