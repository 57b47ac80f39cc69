/** The Authentication Context Class (`acr`, OpenID Connect Core 2) of a NIST assurance level, in tokens and step-up errors. */
export const acrOf = (assurance: number): string => `urn:praetor:acr:${assurance}`;
