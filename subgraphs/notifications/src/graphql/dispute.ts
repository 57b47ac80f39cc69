import { builder } from './builder.ts';

/** A dispute as notifications knows it: an id. What it is about, the disputes subgraph says. */
export const Dispute = builder
  .externalRef('Dispute', builder.keyDirective(builder.selection<{ id: string }>('id'), false))
  .implement({ externalFields: (t) => ({ id: t.id({ nullable: false }) }) });
