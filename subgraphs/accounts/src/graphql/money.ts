import { moneyType } from '@praetor/subgraph/money';
import { builder } from './builder.ts';

export const Money = moneyType(builder);

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'Whole minor units (ISO 4217 exponent) of one currency: 12.50 EUR is 1250.',
  fields: (t) => ({
    amountMinor: t.field({ type: 'BigInt', required: true }),
    currency: t.field({ type: 'CurrencyCode', required: true }),
  }),
});
