import { createClient, OperationFailed } from '@praetor/client/client';
import { SignInDocument } from '@praetor/client/generated/graphql';
import { StartProblem } from '@praetor/postgres/embedded';
import { type Demo, demoOf } from './demo.ts';
import { readEnv } from './env.ts';

/** The demo of this machine's installation. Throws {@link StartProblem} when there is none. */
export function knownDemo(): Demo {
  const { home } = readEnv();
  const demo = demoOf(home);
  if (!demo) throw new StartProblem(`There is no demo tenant in ${home}: start Praetor there first, or name a key or token.`);
  return demo;
}

/** An access token of the demo login of a role, in lower or upper case. */
export async function tokenOf(url: string, role: string): Promise<string> {
  const { logins } = knownDemo();
  const login = logins.find((one) => one.role === role.toUpperCase());
  if (!login)
    throw new StartProblem(`There is no demo login for ${role}: there are ${logins.map((one) => one.role).join(', ')}.`);
  const { email, password } = login;
  const answer = await createClient({ url })
    .request(SignInDocument, { input: { email, password } })
    .catch((error: unknown) => {
      if (error instanceof OperationFailed) throw new StartProblem(`${url}: ${error.message}`);
      throw error;
    });
  if (answer.login?.__typename === 'SessionTokens') return answer.login.accessToken;
  throw new StartProblem(answer.login ? `${answer.login.code}: ${answer.login.message}` : 'The login was not answered.');
}
