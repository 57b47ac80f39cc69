/**
 * How a session was authenticated: values of RFC 8176, and two of our own for what it has no word for – `email` (a link or
 * code sent to the address) and `fed` (an OpenID provider's word).
 */
export const authenticationMethods = ['pwd', 'otp', 'hwk', 'swk', 'user', 'mfa', 'email', 'fed'] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** NIST SP 800-63B-4 authenticator assurance: 2 when two different factors were proven, together or one after the other. */
export const assuranceOf = (methods: readonly AuthenticationMethod[]): 1 | 2 => (methods.includes('mfa') ? 2 : 1);
