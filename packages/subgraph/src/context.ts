import type { Viewer } from '@praetor/authorization/rules';
import type { Room } from '@praetor/events/room';

/** What a resolver gets: the caller, the room it acts in, and loaders that live as long as the request. */
export interface RequestContext<Loaders = unknown> {
  readonly room: Room;
  readonly viewer: Viewer;
  readonly loaders: Loaders;
}
