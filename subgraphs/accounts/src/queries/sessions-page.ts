import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { DeviceRow } from '../db/device.entity.ts';
import { SessionRow } from '../db/session.entity.ts';

/** Sessions of one account, the ended ones too, newest first. */
export const sessionsPage = ({ em }: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<SessionRow>> =>
  keysetPage(em, SessionRow, { accountId }, page);

/** Devices of one account, the newest first. */
export const devicesPage = ({ em }: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<DeviceRow>> =>
  keysetPage(em, DeviceRow, { accountId }, page);
