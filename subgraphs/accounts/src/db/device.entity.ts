import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const DeviceSchema = defineEntity({
  name: 'Device',
  tableName: 'device',
  properties: {
    id: p.type(idType('device')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    /** SHA-256, hex, of user agent and the id the client gave: equal for one device whoever uses it. */
    fingerprint: p.character().length(64),
    userAgent: p.string().length(300).nullable(),
    /** What its owner calls it. */
    name: p.string().length(60).nullable(),
    firstSeenAt: p.datetime(),
    lastSeenAt: p.datetime(),
    lastIp: p.string().length(45).nullable(),
  },
  indexes: [
    { name: 'device_of_account', properties: ['tenantId', 'accountId', 'id'] },
    { name: 'device_by_fingerprint', properties: ['tenantId', 'fingerprint'] },
  ],
  uniques: [{ name: 'device_once', properties: ['tenantId', 'accountId', 'fingerprint'] }],
  ...tenantWalls(),
});

/** A device that an account logged in from. */
export class DeviceRow extends DeviceSchema.class {}
DeviceSchema.setClass(DeviceRow);
export { DeviceSchema };
