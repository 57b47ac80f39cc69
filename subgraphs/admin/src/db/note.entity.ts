import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: {
    id: p.type(idType('note')).primary(),
    tenantId: p.type(idType('tenant')),
    flagId: p.type(idType('flag')),
    authorId: p.type(idType('account')),
    text: p.text(),
    writtenAt: p.datetime(),
  },
  indexes: [{ name: 'note_of_flag', properties: ['tenantId', 'flagId', 'id'] }],
  ...tenantWalls(),
});

export class NoteRow extends NoteSchema.class {}
NoteSchema.setClass(NoteRow);
export { NoteSchema };
