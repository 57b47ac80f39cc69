import { roleOf } from '@praetor/postgres/database';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import type pg from 'pg';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Statements with their parameters, as the ORM sends them while `work` runs. */
export async function statementsOf(
  { orm }: Pick<RunningSubgraph, 'orm'>,
  work: () => Promise<unknown>,
): Promise<{ text: string; parameters: readonly unknown[] }[]> {
  const found: { text: string; parameters: readonly unknown[] }[] = [];
  const logger = orm.config.getLogger();
  const original = logger.logQuery.bind(logger);
  logger.logQuery = ({ query, params }) => void found.push({ text: query ?? '', parameters: params ?? [] });
  try {
    await work();
  } finally {
    logger.logQuery = original;
  }
  return found.filter(({ text }) => /^\s*(select|with)\b.*\bfrom\b/is.test(text));
}

/** How Postgres runs a statement as the subgraph's own role, behind row-level security: indexes, and rows read in vain. */
export async function planOf(
  admin: pg.ClientBase,
  at: { schema: string; tenant: string },
  { text, parameters }: { text: string; parameters: readonly unknown[] },
): Promise<string> {
  await admin.query('begin');
  try {
    await admin.query("select set_config('praetor.tenant_id', $1, true)", [at.tenant]);
    await admin.query(`set local role ${roleOf(at.schema)}`);
    const numbered = numberPlaceholders(text);
    const { rows } = await admin.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(`explain (analyze, format json) ${numbered}`, [
      ...parameters,
    ]);
    const nodes = flatten(rows[0]?.['QUERY PLAN'][0]?.Plan);
    return [...new Set(nodes.flatMap(describe))].join(', ');
  } finally {
    await admin.query('rollback');
  }
}

/** `?` of the ORM's log become `$1`, `$2` …; quoted names and texts hold none. */
function numberPlaceholders(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => `$${(count += 1)}`);
}

const flatten = (node: PlanNode | undefined): PlanNode[] => (node ? [node, ...(node.Plans ?? []).flatMap(flatten)] : []);

function describe(node: PlanNode): string[] {
  const removed = node['Rows Removed by Filter'] ?? 0;
  const wasted = removed > 100 ? ` (${removed} rows read in vain)` : '';
  if (node['Index Name']) return [`${node['Index Name']}${wasted}`];
  if (node['Node Type'] === 'Seq Scan') return [`SEQUENTIAL SCAN of ${node['Relation Name'] ?? ''}${wasted}`];
  return node['Node Type'] === 'Sort' ? ['SORT'] : [];
}
