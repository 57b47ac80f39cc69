import type { EventHandler } from '@praetor/events/handler';
import type { EvidenceOf } from '../commands/evidence-key.ts';
import { recordTraces, sightingTypes } from '../commands/record-traces.ts';

/** Who is seen with what: the marketplace's sightings and our own. */
export const onTraces = (evidenceOf: EvidenceOf): EventHandler[] => [
  {
    types: sightingTypes,
    handle: (tx, events, tenantId) => recordTraces(tx, { tenantId, events, evidenceOf, announce: true }),
  },
];
