/** Something the gateway needs before it can serve. Throws while it does not answer. */
export type HealthCheck = () => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

const patienceMs = 2_000;

/** Runs all checks at once, each with a deadline of its own. Says what fails, never why: the log does. */
export async function readinessOf(
  checks: Readonly<Record<string, HealthCheck>>,
  onFailure: (name: string, error: unknown) => void,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withinPatience(check());
        return [name, 'ok'] as const;
      } catch (error) {
        onFailure(name, error);
        return [name, 'failing'] as const;
      }
    }),
  );
  return { ready: results.every(([, state]) => state === 'ok'), checks: Object.fromEntries(results) };
}

async function withinPatience(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${patienceMs} ms.`)), patienceMs);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
