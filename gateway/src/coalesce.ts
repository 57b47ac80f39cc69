import type { Actor } from '@praetor/identity/actor';
import type { Subgraph, SubgraphAnswer, SubgraphRequest } from './data-source.ts';
import { copyOf } from './execution/objects.ts';
import type { Leaving } from './leaving.ts';
import { isRead } from './retry.ts';

interface Turn {
  sharers: number;
  readonly answer: Promise<SubgraphAnswer>;
}

/**
 * The same subgraph, asked for the same thing by the same actor once at a time: whoever asks while an equal read runs
 * shares the one that follows it. Not the running one: that may have begun before a change its asker has seen.
 */
export function coalesced(subgraph: Subgraph): Subgraph {
  const running = new Map<string, { readonly done: Promise<unknown>; next: Turn | null }>();

  const begin = (key: string, request: SubgraphRequest, actor: Actor, leaving: Leaving | null): Promise<SubgraphAnswer> => {
    const answer = subgraph.ask(request, actor, leaving);
    const entry = { done: answer, next: null };
    running.set(key, entry);
    const end = (): void => void (running.get(key) === entry && !entry.next && running.delete(key));
    answer.then(end, end);
    return answer;
  };

  return {
    name: subgraph.name,
    async ask(request, actor, leaving = null) {
      if (!isRead(request.query)) return subgraph.ask(request, actor, leaving);
      const key = keyOf(request, actor);
      const entry = running.get(key);
      if (!entry) return begin(key, request, actor, leaving);
      // Others may wait for it too, so no one's leaving ends it.
      const again = (): Promise<SubgraphAnswer> => begin(key, request, actor, null);
      const turn = (entry.next ??= { sharers: 0, answer: entry.done.then(again, again) });
      turn.sharers += 1;
      const answer = await turn.answer;
      // The executor writes into what it is given.
      return turn.sharers > 1 ? copyOf(answer) : answer;
    },
  };
}

/** All that a subgraph may decide by. What only names the request is left out: the log shows the one that was sent. */
function keyOf({ query, variables, operationName, body }: SubgraphRequest, actor: Actor): string {
  const { requestId: _request, traceparent: _trace, correlationId: _correlation, causationId: _cause, ...whose } = actor;
  return `${JSON.stringify(whose)}${body ?? JSON.stringify({ query, variables, operationName })}`;
}
