import { createHash } from 'node:crypto';
import { type InputIssue, InvalidInput } from '@praetor/kernel/refusal';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';

/** One operation as a partner's build wrote it down. */
export interface ManifestOperation {
  /** What clients send in its place, without the algorithm's name: a hash of the text, or what the build tool calls it. */
  readonly hash: string;
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Its text, fragments included. */
  readonly body: string;
  readonly document: DocumentNode;
}

const manifestLimits = { operations: 500, characters: 100_000, tokens: 4_000 } as const;

/**
 * Reads the lists of operations that build tools write: Apollo's persisted-query manifest (`generate-persisted-query-manifest`),
 * Relay's map (`persistConfig.file`) and the map of codegen's client preset (`persistedDocuments`): the last two are ids and
 * texts alike. Throws {@link InvalidInput} with everything that is wrong with any operation.
 */
export function readManifest(manifest: unknown): ManifestOperation[] {
  const entries = entriesOf(manifest);
  if (entries.length === 0 || entries.length > manifestLimits.operations)
    throw invalid([`Give 1 to ${manifestLimits.operations} operations at once.`]);
  const issues: InputIssue[] = [];
  const read = entries.map(([id, body]) => {
    const operation = operationOf(id, body);
    if ('hash' in operation) return operation;
    issues.push({ path: ['manifest', shortened(id)], message: operation.wrong });
    return null;
  });
  const operations = read.filter((one) => one !== null);
  const hashes = operations.map(({ hash }) => hash);
  for (const hash of new Set(hashes.filter((one, at) => hashes.indexOf(one) !== at)))
    issues.push({ path: ['manifest', hash], message: 'This id stands for several operations.' });
  if (issues.length > 0) throw new InvalidInput(issues);
  return operations;
}

/** The id as it is kept: `sha256:` says which hash it is, nothing more. */
export const plainHash = (id: string): string => id.replace(/^sha256:/, '');

/** What an id may look like: enough for every hash and for names with versions. */
export const isOperationHash = (id: string): boolean => /^[\w.:+/=-]{1,200}$/.test(id);

function entriesOf(manifest: unknown): [string, unknown][] {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw invalid(['Give an Apollo persisted-query manifest, or a map of ids and texts as Relay and codegen write it.']);
  const { format, version, operations } = manifest as Record<string, unknown>;
  if (format !== 'apollo-persisted-query-manifest') return Object.entries(manifest);
  if (version !== 1 || !Array.isArray(operations)) throw invalid(['Of Apollo’s manifest, version 1 with "operations" is read.']);
  return operations.map((one: unknown, at) => {
    const { id, body } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    return [typeof id === 'string' ? id : String(at), typeof id === 'string' ? body : null];
  });
}

function operationOf(id: string, body: unknown): ManifestOperation | { wrong: string } {
  if (!isOperationHash(id)) return { wrong: 'Ids are letters, digits and _ . : + / = - , at most 200.' };
  if (typeof body !== 'string') return { wrong: 'There is no text, or no id.' };
  if (body.length > manifestLimits.characters) return { wrong: `It is longer than ${manifestLimits.characters} characters.` };
  if (body.includes('\0') || !body.isWellFormed()) return { wrong: 'Remove NUL characters and lone surrogates.' };
  if (id.startsWith('sha256:') && sha256(body) !== plainHash(id)) return { wrong: 'This is not the SHA-256 of the text.' };
  try {
    const document = parse(body, { maxTokens: manifestLimits.tokens, noLocation: true });
    const definitions = document.definitions.filter(
      (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
    );
    const [operation, ...others] = definitions;
    if (!operation?.name || others.length > 0) return { wrong: 'It holds one operation, which has a name.' };
    if (operation.name.value.length > 200) return { wrong: 'Its name is longer than 200 characters.' };
    return { hash: plainHash(id), name: operation.name.value, kind: operation.operation, body, document };
  } catch (error) {
    return { wrong: shortened((error as Error).message) };
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const shortened = (text: string): string => text.slice(0, 200);
const invalid = (messages: readonly string[]): InvalidInput =>
  new InvalidInput(messages.map((message) => ({ path: ['manifest'], message })));
