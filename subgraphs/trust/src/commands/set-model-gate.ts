import { trustModelGateChanged } from '@praetor/contracts/trust-backtests';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { gateOf } from '../db/trust-backtest.store.ts';
import { ModelGateRow } from '../db/model-gate.entity.ts';
import type { ModelGate } from '../domain/model-gate.ts';
import { accountOf } from './actor.ts';

const between = (least: number, most: number) => z.int().min(least, `At least ${least}.`).max(most, `At most ${most}.`).nullish();
const Input = z.object({
  windowDays: between(1, 730),
  maxAgeDays: between(1, 90),
  mostTierChangedPercent: between(0, 100),
  mostFlippedPercent: between(0, 100),
  mostAucLossPermille: between(0, 1000),
  leastBad: between(0, 1_000_000),
  reason: text(1000),
  expectedVersion,
  idempotencyKey,
});

export const setTrustModelGateRefusals = [PolicyDenied, Conflict] as const;

/** The tenant's demands, as they are shown: one a tenant. */
export type GateView = ModelGate & { readonly id: Id<'tenant'>; readonly version: number };

export const gateView = async (em: EntityManager, tenantId: string): Promise<GateView> => {
  const { windowDays, maxAgeDays, mostTierChangedPercent, mostFlippedPercent, mostAucLossPermille, leastBad, version } =
    await gateOf(em);
  const demands = { windowDays, maxAgeDays, mostTierChangedPercent, mostFlippedPercent, mostAucLossPermille, leastBad };
  return { ...demands, id: tenantId as Id<'tenant'>, version };
};

/** Changes what a model has to show before it is published; what is left out stays. */
export async function setTrustModelGate(room: Room, raw: z.input<typeof Input>): Promise<GateView> {
  const input = parse(Input, raw);
  const { tenantId } = room.actor;
  const target = { type: 'tenant', id: tenantId };
  const attempt = { action: 'setTrustModelGate', target, input, reason: input.reason, reload: gateView };
  return perform(room, attempt, async (tx) => {
    const by = accountOf(room.actor, 'setTrustModelGate');
    const attributes = { tenant: tenantId, requestedBy: by, concerned: '' };
    tx.authorize({ action: 'EditTrustModel', resource: { type: 'TrustModel', id: tenantId, attributes } });
    await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`trust.gate ${uuidOf(tenantId)}`]);
    const { id: _, version, ...before } = await gateView(tx.em, tenantId);
    if (input.expectedVersion != null && input.expectedVersion !== version) throw new Conflict(input.expectedVersion, version);
    const keys = Object.keys(before) as (keyof ModelGate)[];
    const gate = Object.fromEntries(keys.map((key) => [key, input[key] ?? before[key]])) as unknown as ModelGate;
    const [row] = await tx.em.find(ModelGateRow, {});
    if (row) Object.assign(row, gate);
    else tx.em.create(ModelGateRow, { tenantId, ...gate });
    await tx.em.flush();
    await tx.announce(trustModelGateChanged, { subject: target, data: gate, change: { before, after: gate } });
    return gateView(tx.em, tenantId);
  });
}
