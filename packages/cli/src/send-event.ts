import { newId } from '@praetor/kernel/id';
import { StartProblem } from '@praetor/postgres/embedded';
import { knownDemo } from './demo-access.ts';

export interface EventOptions {
  readonly url: string;
  readonly apiKey?: string;
  readonly source: string;
  readonly id?: string;
}

/** `praetor event <name> <data>`: one marketplace event through `POST /events`, as a partner sends it. */
export async function eventCommand(
  name: string,
  data: string,
  { url, apiKey, source, id = newId('event') }: EventOptions,
): Promise<void> {
  const event = { specversion: '1.0', id, source, type: `marketplace.${name}.v1`, data: parsed(data) };
  const headers = { authorization: `Bearer ${apiKey ?? knownDemo().apiKey}`, 'content-type': 'application/cloudevents+json' };
  const response = await fetch(new URL('events', `${url}/`), { method: 'POST', headers, body: JSON.stringify(event) }).catch(
    () => {
      throw new StartProblem(`Nothing answers at ${url}: start Praetor first, or name it with --url.`);
    },
  );
  console.log(await response.text());
  if (!response.ok) process.exitCode = 1;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new StartProblem('The data of the event is not JSON.');
  }
}
