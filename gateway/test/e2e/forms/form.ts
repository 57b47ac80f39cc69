import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One running Praetor, as the suite sees it: an address and what a newcomer is told at start. */
export interface Form {
  readonly name: 'embedded' | 'distributed';
  readonly url: string;
  /** Every gateway process there is, the one of `url` too. */
  readonly gateways: readonly string[];
  /** Subgraphs that are processes of their own, as only a gateway should reach them. */
  readonly subgraphs: readonly string[];
  readonly logins: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  readonly apiKey: string;
  /** Where the mails that it sent can be read. */
  readonly inboxUrl: string;
  /** Its PRAETOR_HOME. */
  readonly home: string;
  /** What a gateway's own process is given, where subgraphs are processes of their own: whoever has it can speak as a gateway. */
  readonly gatewaySettings: Readonly<Record<string, string>> | null;
  /** Of what can be made to stand still, where it is a process of its own. */
  readonly pids: { readonly accounts: number; readonly redis: number | null } | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    form: Form;
  }
}

export const root = new URL('../../../../', import.meta.url).pathname;

/** What `praetor start` and `praetor demo` keep of the demo tenant. */
export async function demoIn(home: string): Promise<Pick<Form, 'logins' | 'apiKey' | 'home'>> {
  const { logins, apiKey } = JSON.parse(await readFile(join(home, 'demo.json'), 'utf8')) as Pick<Form, 'logins' | 'apiKey'>;
  return { logins, apiKey, home };
}
