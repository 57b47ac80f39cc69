import { gunzipSync, gzipSync } from 'node:zlib';
import type { DataOf } from '@praetor/contracts/contract';
import { exportRequested, subjectExported } from '@praetor/contracts/exports';
import type { SubgraphName } from '@praetor/contracts/refused';
import type { EventHandler } from '@praetor/events/handler';
import { effectsOf } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { openBox, sealTo } from './sealed-box.ts';

/**
 * What a subgraph gives a person of what it holds of them, by kind: a query each. `$1` is the account's UUID, `$2` its id. It
 * names columns, never `*`: nothing of other people, no secret, no word that staff wrote for staff.
 */
export type Sections = Readonly<Record<string, string>>;

/** A part of an export, before it is encoded: events stay small. */
const partBytes = 192 * 1024;

/** Which part of which export it is: bound to its seal, so that none takes another's place. */
const labelOf = (exportId: string, subgraph: string, part: number, of: number): string => `${exportId}/${subgraph}/${part}/${of}`;

/**
 * What a subgraph does when somebody asks for a copy of their data: reads what it holds of them, and announces it, sealed to
 * the export's own key. `open` opens further walls to what is the person's own. When that key is destroyed, every copy of the event is unreadable.
 */
export function onExport(
  subgraph: SubgraphName,
  sections: Sections,
  open: (em: EntityManager, accountId: Id<'account'>) => Promise<void> = () => Promise.resolve(),
): EventHandler[] {
  return [
    {
      types: [exportRequested.type],
      handle: (em, events) =>
        effectsOf(em, `${subgraph}.export`, events, async (tx, event) => {
          const { accountId, exportId, publicKey } = event.data as DataOf<typeof exportRequested>;
          await open(em, accountId as Id<'account'>);
          const parts = split(gzipSync(JSON.stringify(await read(em, sections, accountId as Id<'account'>))));
          for (const [part, bytes] of parts.entries()) {
            const of = parts.length;
            const sealed = sealTo(publicKey, bytes, labelOf(exportId, subgraph, part, of));
            const data = { accountId, exportId, part, of, sealed };
            await tx.announce(subjectExported[subgraph], { subject: { type: 'account', id: accountId }, data });
          }
        }),
    },
  ];
}

async function read(em: EntityManager, sections: Sections, accountId: Id<'account'>): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [kind, query] of Object.entries(sections)) {
    const rows = await sql<{ row: unknown }>(
      em,
      `with subject as (select $1::uuid as uuid, $2::text as id) select to_jsonb(held) as row from (${query}) as held`,
      [uuidOf(accountId), accountId],
    );
    found[kind] = rows.map(({ row }) => row);
  }
  return found;
}

function split(bytes: Buffer): Buffer[] {
  const count = Math.ceil(bytes.length / partBytes);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * partBytes, (index + 1) * partBytes));
}

/** The parts of one subgraph, in order, as they were read. */
export function openParts(privateKey: string, exportId: string, subgraph: string, parts: readonly string[]): unknown {
  const bytes = parts.map((sealed, part) => openBox(privateKey, sealed, labelOf(exportId, subgraph, part, parts.length)));
  return JSON.parse(gunzipSync(Buffer.concat(bytes)).toString('utf8'));
}
