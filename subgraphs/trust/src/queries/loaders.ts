import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import type { Model } from '../domain/model.ts';
import type { ModelGate } from '../domain/model-gate.ts';
import { gateOf } from '../db/trust-backtest.store.ts';
import { modelsOf } from '../db/trust-model.store.ts';
import { isId } from '@praetor/kernel/id';
import { TrustOverrideRow } from '../db/trust-override.entity.ts';
import { TrustProfileRow } from '../db/trust-profile.entity.ts';
import { viewsOf, type ProfileView } from './profile-view.ts';

/** One request's loader: many accounts, one query; null, in order, for what the caller may not know or nothing is known of. */
export function createLoaders({ em, actor, permissions }: Room) {
  const all = permissions.has('trust:read');
  return {
    profile: new DataLoader<string, ProfileView | null>(async (ids) => {
      const visible = ids.filter((id) => isId('account', id)).filter((id) => all || id === actor.id);
      const rows = visible.length ? await em.find(TrustProfileRow, { accountId: { $in: visible } }) : [];
      const found = new Map<string, ProfileView>((await viewsOf(em, rows)).map((view) => [view.accountId, view]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    model: new DataLoader<string, Model>(async (versions) => {
      const found = await modelsOf(em, versions);
      return versions.map((version) => found.get(version)!);
    }),
    /** What the tenant demands of a model: one, whatever it is called. */
    gate: new DataLoader<string, ModelGate>(async (names) => {
      const gate = await gateOf(em);
      return names.map(() => gate);
    }),
    override: new DataLoader<string, TrustOverrideRow | null>(async (ids) => {
      const known = all ? ids.filter((id) => isId('trustOverride', id)) : [];
      const rows = known.length ? await em.find(TrustOverrideRow, { id: { $in: known } }) : [];
      const found = new Map<string, TrustOverrideRow>(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
