import { idOf, isId, uuidOf, type Id, type Kind } from '@praetor/kernel/id';
import { Type } from '@mikro-orm/core';

/** A column that is a `uuid` in Postgres and a TypeID everywhere else. */
class IdType<K extends Kind> extends Type<Id<K>, string> {
  readonly kind: K;
  constructor(kind: K) {
    super();
    this.kind = kind;
  }
  override convertToDatabaseValue(value: Id<K>): string {
    // MikroORM converts null and what is converted already, too.
    return value?.includes('_') ? uuidOf(value) : value;
  }
  override convertToJSValue(value: string): Id<K> {
    return !value || value.includes('_') ? (value as Id<K>) : idOf(this.kind, value);
  }
  /** What a client sent back in a cursor. */
  override fromJSON(value: unknown): Id<K> {
    if (!isId(this.kind, value)) throw new TypeError('Not an id of this kind.');
    return value;
  }
  override getColumnType(): string {
    return 'uuid';
  }
  override compareAsType(): string {
    return 'string';
  }
}

const types = new Map<Kind, IdType<Kind>>();

/** The column type of one kind of id; one instance a kind, so that MikroORM caches it. */
export function idType<K extends Kind>(kind: K): IdType<K> {
  const known = types.get(kind) ?? new IdType<Kind>(kind);
  types.set(kind, known);
  return known as unknown as IdType<K>;
}
