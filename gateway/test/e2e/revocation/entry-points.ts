/**
 * Mutations that whoever is not signed in may send, each with how it is tried. One that is not listed fails the build: give it
 * a group of `revocations.ts`, with a proof in `people.ts` or a way below; or say here why it gives nobody authority.
 */
export const publicMutations: Readonly<Record<string, string>> = {
  login: 'login',
  refreshSession: 'refresh',
  signInWithPasskey: 'passkey',
  answerSecondFactor: 'factor',
  resetPassword: 'link',
  signInWithLink: 'link',
  requestMagicLink: 'Its link is tried: asking for one gives nothing.',
  requestPasswordReset: 'Its link is tried: asking for one gives nothing.',
  startPasskeyProof: 'Its answer is tried: a challenge gives nothing.',
  register: 'It is for who has no account.',
  verifyEmail: 'It is for who has no account.',
  resendCode: 'It sends the code of a registration anew.',
  startProviderSignIn: 'It sends to a provider: what comes back is shown to finishProviderSignIn.',
  finishProviderSignIn: 'It needs a provider: tried with a real one, and against a lock, in subgraphs/accounts/test.',
  objectToFactorReset: 'It stops a reset of factors, and gives no session.',
  undoEmailChange: 'It gives an address back to its owner, and no session: their last resort, also when a thief got them locked.',
  cancelClosing: 'It makes a closed account what it was, locked or suspended, and gives no session.',
};

/** Routes of the gateway. A route that is not listed fails the build: say here how it is tried, or why it is not. */
export const routes: Readonly<Record<string, string>> = {
  '/graphql': 'query, mutation, subscription, get, registered',
  '/graphql/stream': 'reserve; open streams in open-streams.test.ts',
  '/events': 'events, key events',
  '/backchannel-logout': 'It takes a provider’s signed word, and only ever ends sessions: provider-sign-in.test.ts.',
  '/': 'for everybody',
  '/tour': 'for everybody',
  '/healthz': 'for everybody',
  '/readyz': 'for everybody',
  '/metrics': 'for everybody',
  '/.well-known/jwks.json': 'for everybody',
};
