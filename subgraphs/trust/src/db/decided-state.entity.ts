import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { TrustState } from '../domain/trust-state.ts';

const DecidedStateSchema = defineEntity({
  name: 'DecidedState',
  tableName: 'decided_state',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    digest: p.character().length(64).primary(),
    state: p.json<TrustState>(),
    firstUsedAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** What an account's conduct was when something was decided, once however often it was decided by. Never changed. */
export class DecidedStateRow extends DecidedStateSchema.class {}
DecidedStateSchema.setClass(DecidedStateRow);
export { DecidedStateSchema };
