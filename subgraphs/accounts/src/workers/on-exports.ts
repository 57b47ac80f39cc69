import { subjectExported } from '@praetor/contracts/exports';
import type { EventHandler } from '@praetor/events/handler';
import { onExport } from '@praetor/subgraph/export';
import { collectExports } from '../commands/collect-exports.ts';
import { exportedSections, openOwn } from '../commands/exported-sections.ts';
import type { Post } from '../commands/post-message.ts';

/** Somebody wants a copy of their data: everybody answers, accounts keeps the answers for them. */
export const onExports = (post: Post): EventHandler[] => [
  ...onExport('accounts', exportedSections, openOwn),
  {
    types: Object.values(subjectExported).map(({ type }) => type),
    handle: (tx, events, tenantId) => collectExports(tx, events, tenantId, post),
  },
];
