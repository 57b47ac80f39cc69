import { onErasure } from '@praetor/subgraph/erasure';
import { eraseSubject } from '../commands/erase-subject.ts';

/** A closed account's grace is over. */
export const onErasures = onErasure('audit', eraseSubject);
