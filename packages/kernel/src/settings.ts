import type { z } from 'zod';

/** Settings that cannot be used: one line per problem, each saying what to write. Values are not shown: they may be secret. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const [only, ...more] = problems;
    super(more.length ? `The settings cannot be used.\n${problems.map((problem) => `  ${problem}`).join('\n')}` : `${only}`);
    this.problems = problems;
  }
}

export type Settings = Readonly<Record<string, string | undefined>>;

/** Checks all settings at once; an empty one counts as unset. Throws {@link InvalidSettings}. */
export function readSettings<Schema extends z.ZodType>(schema: Schema, source: Settings): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new InvalidSettings(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
}
