import type { Envelope } from '@praetor/contracts/envelope';
import { parseId, type Id, type Kind } from '@praetor/kernel/id';

/** The id of this kind in an event's data, under its usual name. An event without it cannot be handled. */
export function idIn<K extends Kind>({ data }: Envelope, kind: K, field = `${kind}Id`): Id<K> {
  const id = data[field];
  return parseId(kind, typeof id === 'string' ? id : '', field);
}
