import type { Model } from './model.ts';
import type { Statement } from './profile.ts';
import type { TrustState } from './trust-state.ts';

/**
 * Whose standing matters beside those whom these statements are about: who is named in them, whose opinions they hold, whom they share
 * something with.
 */
export function namedBy(
  statements: readonly Statement[],
  stateOf: (accountId: string) => TrustState | undefined,
  model: Model,
): Set<string> {
  const named = new Set<string>();
  for (const said of statements) {
    const { voices = [], links = [] } = stateOf(said.accountId) ?? {};
    for (const { to } of links) named.add(to);
    if ('fact' in said) {
      if (said.fact === 'linked') named.add(said.to);
    } else if (said.from != null) {
      named.add(said.from);
      if (model.kinds[said.kind].opinion) for (const { from } of voices) named.add(from);
    }
  }
  return named;
}
