import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const StreamTimeSchema = defineEntity({
  name: 'StreamTime',
  tableName: 'stream_time',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** Null while the marketplace sent nothing: our own time counts then. */
    latestAt: p.datetime().nullable(),
  },
  ...tenantWalls({ scanned: true }),
});

/**
 * How far the marketplace's time has come: its latest event, never later than ours (a watermark: Akidau et al., "The Dataflow
 * Model", 2015). Evidence fades by this time, so that history which is played back is judged as of its own day, and a
 * marketplace that sends nothing loses nothing.
 */
export class StreamTimeRow extends StreamTimeSchema.class {}
StreamTimeSchema.setClass(StreamTimeRow);
export { StreamTimeSchema };
