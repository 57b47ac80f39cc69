import type { Demo } from './demo.ts';

/** Who may enter the demo tenant, a line each. */
export function greetingOf({ logins, apiKey }: Demo): string[] {
  const width = Math.max(...logins.map(({ email }) => email.length));
  const lines = logins.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email.padEnd(width)}  ${password}`);
  return ['Demo logins (tenant "demo"):', ...lines, `  ${'PARTNER'.padEnd(10)} API key ${apiKey}`];
}
