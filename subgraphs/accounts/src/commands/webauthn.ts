/** The library of passkeys. It takes 12 MB, which only installations with passkeys pay, at the first. */
export const webauthn = () => import('@simplewebauthn/server');
