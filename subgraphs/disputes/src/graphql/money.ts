import { moneyInput, moneyType } from '@praetor/subgraph/money';
import { builder } from './builder.ts';

export const Money = moneyType(builder);
export const MoneyInput = moneyInput(builder);
