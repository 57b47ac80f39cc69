import { onExport } from '@praetor/subgraph/export';
import { exportedSections } from '../commands/exported-sections.ts';

/** Somebody wants a copy of their data. */
export const onExports = onExport('disputes', exportedSections);
