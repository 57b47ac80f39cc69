import { after, minutes } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

const answerMinutes = 10;
export const challengeExpiry = (now: Date): Date => after(now, minutes(answerMinutes));

/** What a wallet is asked to sign, by the fields of EIP-4361. */
export interface SignInRequest {
  /** RFC 3986 authority of whoever asks: wallets show it, and warn when it is not the page's. */
  readonly domain: string;
  /** With the mixed-case checksum of EIP-55. */
  readonly address: string;
  readonly statement: string;
  readonly uri: string;
  /** EIP-155. */
  readonly chainId: number;
  /** At least 8 letters or digits, used once. */
  readonly nonce: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly requestId: string;
}

/** The message of EIP-4361 (Sign-In with Ethereum), version 1, to the letter. */
export function signInMessage(request: SignInRequest): string {
  const { domain, address, statement, uri, chainId, nonce, issuedAt, expiresAt, requestId } = request;
  return [
    `${domain} wants you to sign in with your Ethereum account:`,
    address,
    '',
    statement,
    '',
    `URI: ${uri}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt.toISOString()}`,
    `Expiration Time: ${expiresAt.toISOString()}`,
    `Request ID: ${requestId}`,
  ].join('\n');
}

/** One text for a challenge that is unknown, another's, used or expired. */
export class WalletChallengeInvalid extends Refusal {
  readonly code = 'WALLET_CHALLENGE_INVALID';
  constructor() {
    super('This challenge is unknown, used or expired. Ask for a new one.');
  }
}

export class WalletProofInvalid extends Refusal {
  readonly code = 'WALLET_PROOF_INVALID';
  constructor() {
    super(
      'The signature is not that of the address under the message. Ask for a new challenge and sign it as it is (personal_sign).',
    );
  }
}

export class WalletSignatureUnsupported extends Refusal {
  readonly code = 'WALLET_SIGNATURE_UNSUPPORTED';
  constructor() {
    super(
      'This is no signature by a key (65 bytes). Contract wallets (EIP-1271, EIP-6492) can be checked on their chain only: link an address that has a key of its own.',
    );
  }
}

export class WalletAlreadyLinked extends Refusal {
  readonly code = 'WALLET_ALREADY_LINKED';
  constructor() {
    super('Your account has a wallet already. Unlink it before you link another.');
  }
}

export class WalletLinkedElsewhere extends Refusal {
  readonly code = 'WALLET_LINKED_ELSEWHERE';
  constructor() {
    super('Another account has linked this wallet. Unlink it there, or contact support.');
  }
}
