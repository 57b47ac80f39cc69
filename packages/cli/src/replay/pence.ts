const scale = 1_000_000n;

/** A decimal such as `2.55` in millionths, exactly; null when it is no decimal. */
export function millionths(decimal: string): bigint | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(decimal);
  if (!match) return null;
  const size = BigInt(match[2] ?? '0') * scale + BigInt((match[3] ?? '').padEnd(6, '0'));
  return match[1] === '-' ? -size : size;
}

/** Whole hundredths, halves away from zero; `exact` is false when something was rounded. */
export function hundredths(amount: bigint): { minor: number; exact: boolean } {
  const unit = scale / 100n;
  const size = amount < 0n ? -amount : amount;
  const minor = Number((size + unit / 2n) / unit);
  return { minor: amount < 0n ? -minor : minor, exact: size % unit === 0n };
}
