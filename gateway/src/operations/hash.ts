import { isOperationHash, plainHash } from '@praetor/authorization/operation-manifest';
import { coded } from '../errors.ts';

/** Beside the text, under whichever name clients call it. */
const names = ['documentId', 'id', 'doc_id'] as const;

/** What a request names a registered operation by, or null. Throws BAD_REQUEST when that can be no name. */
export function hashOf(params: Readonly<Record<string, unknown>>): string | null {
  const given = [params['documentId'], persistedQueryOf(params['extensions']), params['id'], params['doc_id']];
  const named = given.filter((one) => one != null);
  if (named.length === 0) return null;
  const hashes = new Set(named.map((one) => (typeof one === 'string' && isOperationHash(one) ? plainHash(one) : null)));
  const [hash = null] = hashes;
  if (hashes.size > 1) throw coded('BAD_REQUEST', 'This names several operations at once.', { http: { status: 400 } });
  if (hash !== null) return hash;
  throw coded('BAD_REQUEST', 'A registered operation is named by its hash, with or without "sha256:".', {
    http: { status: 400 },
  });
}

/** The same request, as GraphQL over HTTP knows it. */
export function withoutHash(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !(names as readonly string[]).includes(name)));
}

/** Names of operations in a URL, which Yoga does not read. */
export function hashesIn(url: string): Record<string, string> {
  const { searchParams } = new URL(url, 'http://localhost');
  return Object.fromEntries(
    names.flatMap((name) =>
      searchParams
        .getAll(name)
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
}

/** Apollo's `extensions.persistedQuery` (automatic persisted queries, version 1). */
function persistedQueryOf(extensions: unknown): unknown {
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : null;
  return isRecord(persisted) ? persisted['sha256Hash'] : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
