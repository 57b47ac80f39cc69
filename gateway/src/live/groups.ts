import type { ExecutionResult } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import type { Viewer } from '../viewer.ts';
import { idOf } from './equal-subscribers.ts';
import type { Reread } from './reread.ts';
import type { Signal } from './signals.ts';
import { dependsOnViewer } from './viewer-dependence.ts';

/** A subscriber at the moment of an event. */
export interface Member {
  readonly supergraph: Supergraph;
  readonly reread: Reread;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

/**
 * One execution for all subscribers to whom the same event looks the same: equal operation, variables, tenant and rights. Groups
 * are formed anew for each event, so a subscriber whose rights changed is in another one the next time.
 */
export function sharedRun(signal: Signal, member: Member, run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  const key = groupOf(member);
  const running = signal.results.get(key) ?? run();
  signal.results.set(key, running);
  return running;
}

function groupOf({ supergraph, reread, variables, viewer }: Member): string {
  const { actor } = viewer;
  const whose = dependsOnViewer(supergraph, reread, viewer) ? [actor.id, actor.sessionId] : null;
  // Roles and not only permissions: a subgraph's policies may look at them, and at how sure it is who acts.
  const rights = [actor.kind, actor.assurance, actor.impersonatorId, ...[...actor.roles].sort()];
  return JSON.stringify([supergraph.id, idOf(reread.document), variables, actor.tenantId, rights, whose]);
}
