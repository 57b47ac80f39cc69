import type { Permission } from '@praetor/authorization/roles';

/** Field options that say who may ask. Every root field carries one of them, or the build fails. */
export const requires = (...permissions: [Permission, ...Permission[]]) => ({ requiresScopes: [permissions] });
export const signedIn = { authenticated: true };
export const anyone = { policy: [['public']] };
/** For the gateway alone: not in the public graph at all. */
export const internal = (permission: Permission) => ({ inaccessible: true, ...requires(permission) });
