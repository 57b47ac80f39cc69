/** What a device may be called. */
export const longestDeviceName = 60;

/** The first that matches counts: browsers name those they descend from, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b|\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const named = (list: typeof browsers, userAgent: string): string | null =>
  list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

/**
 * What a device is called until its owner names it: "Firefox on Windows". Read from what it says of itself, so it is for
 * recognising one's own devices and proves nothing.
 */
export function usualName(userAgent: string | null): string {
  const browser = named(browsers, userAgent ?? '');
  const system = named(systems, userAgent ?? '');
  if (browser && system) return `${browser} on ${system}`;
  // An app or a tool says its name first: "ShopApp/3.1 …" (RFC 9110 section 10.1.5).
  const app = /^([\w .-]{1,40})\//.exec(userAgent ?? '')?.[1];
  const program = browser ?? (app && app !== 'Mozilla' ? app : null);
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? 'Unknown device';
}
