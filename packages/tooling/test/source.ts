/** What the architecture tests read out of source text. */

export interface RefusalSource {
  readonly className: string;
  readonly code: string;
}

/** Classes that extend `Refusal`, directly or through another, with the code each declares. */
export function refusalsIn(texts: readonly string[]): RefusalSource[] {
  const classes = texts.flatMap((text) =>
    [...text.matchAll(/^(?:export )?(?:abstract )?class (\w+)(?:<.*>)? extends (\w+).*\{$([\s\S]*?)^\}$/gm)].map(
      ([, name, base, body]) => ({
        name: name ?? '',
        base: base ?? '',
        code: /\bcode(?:: \w+)? = '([A-Z0-9_]+)'/.exec(body ?? '')?.[1],
      }),
    ),
  );
  const family = new Set(['Refusal']);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { name, base } of classes) if (family.has(base)) family.add(name);
  }
  return classes.flatMap(({ name, code }) => (family.has(name) && code ? [{ className: name, code }] : []));
}

/** Event types in string literals: `'disputes.opened.v1'`. */
export function eventTypesIn(text: string): string[] {
  return [...text.matchAll(/'([a-z]+\.[a-zA-Z]+\.v\d+)'/g)].map(([, type]) => type ?? '');
}

export interface TableSource {
  readonly name: string;
  readonly hasTenant: boolean;
  readonly rowSecurity: readonly string[];
  readonly policies: readonly string[];
}

/** The tables of a schema dump, as `npm run dump` writes it. */
export function tablesIn(dump: string): TableSource[] {
  return [...dump.matchAll(/^create table (\S+) \(\n([\s\S]*?)^\)/gm)].map(([, name = '', body = '']) => ({
    name,
    hasTenant: /^ {2}tenant_id uuid not null/m.test(body),
    rowSecurity: [...dump.matchAll(/^alter table (\S+) (\w+) row level security;$/gm)].flatMap(([, table, word = '']) =>
      table === name ? [word] : [],
    ),
    policies: dump.split('\n').filter((line) => line.startsWith('create policy ') && line.includes(` on ${name} `)),
  }));
}
