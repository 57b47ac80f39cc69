import { stepUpPolicy } from '@praetor/authorization/step-up';
import type { Permission } from '@praetor/authorization/roles';

/** Field options that say who may ask. Every root field carries one of them, or the build fails. */
export const requires = (...permissions: [Permission, ...Permission[]]) => ({ requiresScopes: [permissions] });
export const signedIn = { authenticated: true };
/**
 * For what is dangerous, beside `signedIn` or `requires`: whoever asks proved in full who they are within the last minutes
 * (RFC 9470; OWASP ASVS 7.5.3). API keys and impersonators never did.
 */
export const steppedUp = { policy: [[stepUpPolicy(10 * 60)]] };
export const anyone = { policy: [['public']] };
/** For mutations, beside one of the above: staff may use it while acting as someone else. None is in reach without it. */
export const impersonable = { policy: [['impersonable']] };
/** For the gateway alone: not in the public graph at all. */
export const internal = (permission: Permission) => ({ inaccessible: true, ...requires(permission) });

/** How many a list holds at most, or usually: what an operation may cost is judged by it. Connections say it by themselves. */
export const ofAtMost = (size: number) => ({ listSize: { assumedSize: size, requireOneSlicingArgument: false } });
/** What a field weighs that does more than read a row, where an object weighs 1. */
export const costs = (weight: number) => ({ cost: weight });
