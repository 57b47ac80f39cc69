/** What the operator decides of identity. */
export interface AccountsSettings {
  /**
   * When staff roles count in a session that proved one factor only: `required`: never; `whenEnrolled`: as long as the
   * account has no second factor.
   */
  readonly staffSecondFactor: 'required' | 'whenEnrolled';
}
