import type { Money } from '@praetor/kernel/money';
import type { SubgraphBuilder } from './builder.ts';
import type { RequestContext } from './context.ts';

/** The graph's `Money`, the same in every subgraph that speaks of amounts. */
export function moneyType<Context extends RequestContext>(builder: SubgraphBuilder<Context>) {
  return builder.objectRef<Money>('Money').implement({
    description: 'Whole minor units (ISO 4217 exponent) of one currency.',
    shareable: true,
    fields: (t) => ({
      amountMinor: t.field({ type: 'BigInt', resolve: ({ minor }) => minor as never }),
      currency: t.field({ type: 'CurrencyCode', resolve: ({ currency }) => currency as never }),
    }),
  });
}

/** What clients send amounts as. */
export function moneyInput<Context extends RequestContext>(builder: SubgraphBuilder<Context>) {
  return builder.inputType('MoneyInput', {
    description: 'Whole minor units (ISO 4217 exponent) of one currency: 12.50 EUR is 1250.',
    fields: (t) => ({
      amountMinor: t.field({ type: 'BigInt', required: true }),
      currency: t.field({ type: 'CurrencyCode', required: true }),
    }),
  });
}
