import type { Whole } from './whole.ts';

/**
 * Tables, of whatever schema, with a row in which one of these words is, in any column and any case, also as the bytes of a
 * `bytea`. The list of tables is the database's own, so that none can be forgotten.
 */
export async function tablesHolding(world: Pick<Whole, 'look'>, words: readonly string[]): Promise<string[]> {
  const tables = await world.look<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema <> all('{pg_catalog,information_schema}') order by 1`,
  );
  const sought = words.flatMap((word) => [word.toLowerCase(), Buffer.from(word).toString('hex')]);
  const holding: string[] = [];
  for (const { name } of tables) {
    const found = await world.look(
      `select from ${name} as t where exists (select from unnest($1::text[]) as word where position(word in lower(to_jsonb(t)::text)) > 0) limit 1`,
      [sought],
    );
    if (found.length) holding.push(name);
  }
  return holding;
}
