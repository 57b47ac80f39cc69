import type { DataOf } from '@praetor/contracts/contract';
import { erasureRequested } from '@praetor/contracts/closing';
import { trustScoreChanged, trustTierChanged } from '@praetor/contracts/trust';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { learned, type Projection } from '@praetor/subgraph/projection';
import type { EvidenceOf } from '../commands/evidence-key.ts';
import { recordTraces, sightingTypes } from '../commands/record-traces.ts';
import { rememberStandings } from '../commands/remember-standings.ts';

const consumer = 'accounts.events';

/** What accounts knows from events alone: who was seen with what and who shares it, and what trust said. */
export const projections = (evidenceOf: EvidenceOf): Projection[] => [
  learned(
    consumer,
    ['accounts.trace', 'accounts.account_link'],
    [
      {
        types: sightingTypes,
        handle: (tx, events, tenantId) => recordTraces(tx, { tenantId, events, evidenceOf, announce: false }),
      },
      {
        types: [erasureRequested.type],
        async handle(tx, events) {
          const gone = events.map(({ data }) => uuidOf(data.accountId as Id<'account'>));
          await sql(tx, 'delete from accounts.account_link where other_account_id = any($1::uuid[])', [gone]);
        },
      },
    ],
  ),
  learned(
    consumer,
    ['accounts.trust_standing'],
    [
      {
        types: [trustScoreChanged.type, trustTierChanged.type],
        handle: (tx, events) =>
          rememberStandings(
            tx,
            events.map(({ data }) => data as DataOf<typeof trustTierChanged>),
          ),
      },
    ],
  ),
];
