import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '@praetor/kernel/clock';
import { idOf, isId, parseId, type Id } from '@praetor/kernel/id';
import { StartProblem } from '@praetor/postgres/embedded';
import { exportDecisions, rederive } from '@praetor/trust/service';
import pg from 'pg';
import { readEnv, type PraetorEnv } from './env.ts';
import { installedDatabase } from './installed-database.ts';
import { trust } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

export interface TrustExportOptions {
  /** Slug or id. */
  readonly tenant: string;
  readonly after?: string;
  readonly until?: string;
  readonly out?: string;
}

/** A decision is kept some moments after its id was made. */
const settledMs = 60_000;

/** `praetor trust export`: a tenant's decisions with all it takes to derive them again, to a file or standard output. */
export async function trustExport({ tenant, after, until, out }: TrustExportOptions): Promise<void> {
  const env = readEnv();
  const end = until === undefined ? new Date(systemClock().getTime() - settledMs) : new Date(until);
  if (Number.isNaN(end.getTime())) throw new StartProblem('--until is a time in ISO 8601, like 2026-01-31T00:00:00Z.');
  const range = { after: after === undefined ? null : parseId('decision', after, 'after'), until: end };
  const tenantId = await tenantOf(env, tenant);
  await withSubgraph(env, trust, async ({ orm }) => {
    const lines = Readable.from(exportDecisions(orm, tenantId, range));
    if (out === undefined) return pipeline(lines, process.stdout, { end: false });
    if (existsSync(out)) throw new StartProblem(`${out} exists: name another file.`);
    // Whoever finds the file finds it whole.
    await pipeline(lines, createWriteStream(`${out}.part`, { mode: 0o600 }));
    await rename(`${out}.part`, out);
  });
}

/** `praetor trust rederive`: derives an export's decisions again, from nothing but the export. Exit code 1 when anything disagrees. */
export async function trustRederive(file: string): Promise<void> {
  if (file !== '-' && !existsSync(file)) throw new StartProblem(`There is no file ${file}.`);
  const input = file === '-' ? process.stdin : createReadStream(file);
  const { agreed, disagreements } = await rederive(linesOf(input));
  for (const { line, decisionId, why } of disagreements)
    console.log(`line ${line}${decisionId === null ? '' : ` (${decisionId})`}: ${why}`);
  console.log(`${agreed} decisions derived alike${disagreements.length ? '; the export does NOT hold' : ''}`);
  if (disagreements.length) process.exitCode = 1;
}

/** No line of an export is nearly as long. */
const longestLine = 4 * 2 ** 20;

/** By line feeds alone: `readline` also ends lines where a text has U+2028. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let rest = '';
  for await (const chunk of input) {
    const parts = `${rest}${String(chunk)}`.split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > longestLine) throw new StartProblem('That is no export: its lines are too long.');
    yield* parts;
  }
  if (rest) yield rest;
}

async function tenantOf(env: PraetorEnv, named: string): Promise<Id<'tenant'>> {
  if (isId('tenant', named)) return named;
  const client = new pg.Client({ connectionString: installedDatabase(env) });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select id from accounts.tenant where slug = $1', [named]);
    if (!rows[0]) throw new StartProblem(`There is no tenant "${named}".`);
    return idOf('tenant', rows[0].id);
  } finally {
    await client.end();
  }
}
