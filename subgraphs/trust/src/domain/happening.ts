/** What of an event's envelope matters here. */
export interface Happening {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Which account each reference of the marketplace's is. */
  readonly praetorparties: Readonly<Record<string, string>> | null;
}

/**
 * The account that a field of the event's data names: `…Ref` holds the marketplace's reference, anything else an account's id.
 * Null when it names nobody. Throws when the event does not say which account a reference is.
 */
export function accountOf({ id, data, praetorparties }: Happening, field: string): string | null {
  const name = data[field];
  if (typeof name !== 'string') return null;
  if (!field.endsWith('Ref')) return name;
  if (praetorparties && Object.hasOwn(praetorparties, name)) return praetorparties[name]!;
  throw new Error(`Event ${id} does not say which account ${name} is.`);
}
