import type { Limits, Model, RiskLevel, Tier } from './model.ts';

const known = new WeakMap<Model, Map<string, Limits>>();

/** What the marketplace should allow an account of this tier at this risk: one of some twenty tables of a model. */
export function limitsOf(tier: Tier, riskLevel: RiskLevel, model: Model): Limits {
  const tables = known.get(model) ?? new Map<string, Limits>();
  known.set(model, tables);
  const key = `${tier}.${riskLevel}`;
  const limits = tables.get(key) ?? tableOf(tier, riskLevel, model);
  tables.set(key, limits);
  return limits;
}

function tableOf(tier: Tier, riskLevel: RiskLevel, { limits, restrictions, currencies }: Model): Limits {
  const { maxOrder, ...own } = limits[tier];
  const everyCurrency = { maxOrder: inEvery(currencies, maxOrder) };
  const restriction = restrictions[riskLevel];
  if (!restriction) return { ...everyCurrency, ...own };
  const { leastPayoutDelayDays, ...rest } = restriction;
  return { ...everyCurrency, ...own, ...rest, payoutDelayDays: Math.max(own.payoutDelayDays, leastPayoutDelayDays) };
}

const inEvery = (currencies: Model['currencies'], amount: number): Record<string, number> =>
  Object.fromEntries(Object.entries(currencies).map(([currency, rate]) => [currency, Math.round(amount * rate)]));
