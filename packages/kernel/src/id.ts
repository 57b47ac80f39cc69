import { typeid } from 'typeid-js';
import { isSuffix, suffixOfUuid, uuidOfSuffix } from './base32.ts';
import { InvalidInput } from './refusal.ts';

/** Every kind of identified thing and the prefix that names it. Prefixes are public and never change. */
export const idPrefixes = {
  account: 'acc',
  action: 'act',
  alert: 'alr',
  auditEntry: 'aud',
  closing: 'cls',
  credential: 'crd',
  dataExport: 'dex',
  decision: 'dec',
  device: 'dev',
  dispute: 'dsp',
  event: 'evt',
  evidence: 'evd',
  factorReset: 'frs',
  apiKey: 'key',
  flag: 'flg',
  hold: 'hld',
  identityProvider: 'idp',
  invitation: 'inv',
  impersonation: 'imp',
  kycCheck: 'kyc',
  linkedIdentity: 'lid',
  message: 'msg',
  note: 'nte',
  notification: 'ntf',
  onboarding: 'onb',
  operation: 'opn',
  organization: 'org',
  proof: 'prf',
  request: 'req',
  role: 'rol',
  roleRequest: 'rrq',
  session: 'ses',
  signal: 'sig',
  team: 'tem',
  tenant: 'tnt',
  trustBacktest: 'tbt',
  trustModel: 'tmd',
  trustOverride: 'tov',
  trustShadow: 'tsh',
  wallet: 'wlt',
  walletChallenge: 'wch',
} as const;

export type Kind = keyof typeof idPrefixes;

/** A TypeID: the kind's prefix, an underscore, a UUIDv7 in Crockford base32. Sorts by time of creation. */
export type Id<K extends Kind> = `${(typeof idPrefixes)[K]}_${string}` & { readonly kind?: K };

export function newId<K extends Kind>(kind: K): Id<K> {
  return typeid(idPrefixes[kind]).toString() as Id<K>;
}

/** Parses client input. Throws {@link InvalidInput} naming `path` when it is not an id of this kind. */
export function parseId<K extends Kind>(kind: K, value: string, path = 'id'): Id<K> {
  if (!isId(kind, value)) throw new InvalidInput([{ path: [path], message: `Expected ${idPrefixes[kind]}_… .` }]);
  return value;
}

export function isId<K extends Kind>(kind: K, value: unknown): value is Id<K> {
  if (typeof value !== 'string') return false;
  const prefix = idPrefixes[kind];
  return value.startsWith(prefix) && value[prefix.length] === '_' && isSuffix(value.slice(prefix.length + 1));
}

/** The UUID under an id, as Postgres stores it. */
export function uuidOf(id: Id<Kind>): string {
  return uuidOfSuffix(id.slice(id.lastIndexOf('_') + 1));
}

/** The id over a stored UUID. */
export function idOf<K extends Kind>(kind: K, uuid: string): Id<K> {
  return `${idPrefixes[kind]}_${suffixOfUuid(uuid)}` as Id<K>;
}
