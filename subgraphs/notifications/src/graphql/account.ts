import { builder } from './builder.ts';

/** An account as notifications knows it: an id. Who that is, the accounts subgraph says. */
export const Account = builder.externalRef('Account', builder.selection<{ id: string }>('id'), (account) => account);
