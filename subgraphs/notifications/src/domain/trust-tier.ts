/** How far an account is trusted, from least to most. An unknown newcomer stands above a known risk. */
const ladder = ['low', 'new', 'standard', 'trusted', 'preferred'] as const;
export type TrustTier = (typeof ladder)[number];

/** Whether an account that goes from one tier to the other loses trust. */
export const isLowered = (from: TrustTier, to: TrustTier): boolean => ladder.indexOf(to) < ladder.indexOf(from);
