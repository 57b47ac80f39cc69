import type { Table } from './table.ts';

/** A ratio that was aimed at. */
export interface Goal {
  readonly goal: string;
  readonly atLeast: number;
  readonly measured: number;
}

/** What was aimed at, what was found, and whether that is enough. */
export function goalTable(goals: readonly Goal[]): Table {
  const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
  return {
    title: 'Goals',
    columns: ['', 'goal', 'measured', ''],
    rows: goals.map(({ goal, atLeast, measured }) => {
      const verdict = Number.isNaN(measured) ? 'not measured' : measured >= atLeast ? 'met' : 'MISSED';
      return [goal, `≥ ${times(atLeast)}`, times(measured), verdict];
    }),
  };
}
