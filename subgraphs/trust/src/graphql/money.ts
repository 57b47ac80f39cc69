import type { Money as MoneyShape } from '@praetor/kernel/money';
import { builder } from './builder.ts';

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  description: 'Whole minor units (ISO 4217 exponent) of one currency.',
  shareable: true,
  fields: (t) => ({
    amountMinor: t.field({ type: 'BigInt', resolve: ({ minor }) => minor }),
    currency: t.expose('currency', { type: 'CurrencyCode' }),
  }),
});
