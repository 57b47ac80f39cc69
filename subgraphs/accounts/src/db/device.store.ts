import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { DeviceRow } from './device.entity.ts';

export async function deviceById(em: EntityManager, id: string): Promise<DeviceRow> {
  const row = await em.findOne(DeviceRow, { id: id as Id<'device'> });
  if (!row) throw new NotFound('device');
  return row;
}
