/** What the operator decides of identity. */
export interface AccountsSettings {
  /** Whether callers from this very machine count as one network in what limits guesses and messages. */
  readonly countsThisMachine: boolean;
  /**
   * When staff roles count in a session that proved one factor only: `required`: never; `whenEnrolled`: as long as the
   * account has no second factor.
   */
  readonly staffSecondFactor: 'required' | 'whenEnrolled';
  /** Networks (CIDR) that OpenID providers may be in although they are not public. */
  readonly providerNetworks: readonly string[];
  /** Where passkeys belong to (WebAuthn relying party); null: the installation has none. */
  readonly passkeys: {
    /** A domain. */
    readonly id: string;
    /** What authenticators show. */
    readonly name: string;
    /** Pages that may ask for passkeys, such as `https://shop.example`. */
    readonly origins: readonly string[];
  } | null;
}
