import type { Clock } from '@praetor/kernel/clock';
import { createKeyedDigest, type KeyedDigest } from '../db/keyed-digest.ts';
import type { Keyring } from '../db/keyring.ts';
import { createSeal, type Seal } from '../db/seal.ts';
import type { AccountsSettings } from '../domain/settings.ts';
import { createDeviceTokens, type DeviceTokens } from './device-token.ts';
import { createPasswordHasher, type HasherOptions, type PasswordHasher } from './password-hasher.ts';
import { createPost, type Post } from './post-message.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';

/** What commands that deal in secrets work with, beside the room: one a process. */
export interface Desk {
  readonly keys: Keyring;
  readonly passwords: PasswordHasher;
  readonly post: Post;
  readonly digests: KeyedDigest;
  /** Of the secrets of second factors. */
  readonly factorSeal: Seal;
  readonly settings: AccountsSettings;
  /** Of client secrets at OpenID providers. */
  readonly providerSeal: Seal;
  /** Of visits to them. */
  readonly ticketSeal: Seal;
  readonly providers: ProviderClient;
  /** Of what becomes of a proof. */
  readonly seal: Seal;
  /** Of the keys of data exports. */
  readonly exportSeal: Seal;
  readonly devices: DeviceTokens;
  /** Whether texts can be sent at all. */
  readonly sendsTexts: boolean;
  /** Where people see Praetor: what wallets show them before they sign. */
  readonly origin: string;
}

export interface DeskOptions {
  readonly secret: string;
  readonly keys: Keyring;
  readonly settings: AccountsSettings;
  readonly clock: Clock;
  /** Where people open links; see `MailEnv`. */
  readonly pages: string | null;
  readonly sendsTexts?: boolean;
  readonly hashing?: HasherOptions;
}

export function createDesk(options: DeskOptions): Desk {
  const { secret, keys, settings, pages, sendsTexts = false, hashing, clock } = options;
  const providerSeal = createSeal(secret, 'identity-provider');
  const networks = settings.providerNetworks;
  return {
    keys,
    passwords: createPasswordHasher(hashing),
    post: createPost({ seal: createSeal(secret, 'message'), pages }),
    digests: createKeyedDigest(secret),
    factorSeal: createSeal(secret, 'second-factor'),
    settings,
    seal: createSeal(secret, 'proof'),
    exportSeal: createSeal(secret, 'data-export'),
    devices: createDeviceTokens(createSeal(secret, 'device-token')),
    sendsTexts,
    origin: pages ?? 'http://localhost:4000',
    providerSeal,
    ticketSeal: createSeal(secret, 'provider-ticket'),
    providers: createProviderClient({ seal: providerSeal, clock, networks }),
  };
}
