import type { Viewer as Rights } from '@praetor/authorization/rules';
import { type ManifestOperation, readManifest } from '@praetor/authorization/operation-manifest';
import { permissionsOf } from '@praetor/authorization/roles';
import { InvalidInput } from '@praetor/kernel/refusal';
import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getOperationAST,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import type { Accounts } from '../accounts.ts';
import { Rejected } from '../authorization-mode.ts';
import { coded, shortened } from '../errors.ts';
import { type AskedOperation, coercedVariables } from '../execution/run-operation.ts';
import { parseWithinLimits } from '../limits/document-limits.ts';
import type { Supergraph } from '../supergraph.ts';

/** The mutation whose manifest is judged here: accounts, which keeps the operations, cannot see the supergraph. */
const mutation = 'registerOperations';

interface Judged {
  readonly hash: string;
  readonly name: string;
  readonly errors: readonly string[];
}

export interface UploadJudge {
  readonly accounts: Pick<Accounts, 'partnerState'>;
  /** `permitted`: only who holds `gateway:introspect` may run what reads the schema. */
  readonly introspection: 'open' | 'permitted';
}

/** Whether an operation registers others: for most, this is all that is asked. */
export function registers({ document, operationName }: Pick<AskedOperation, 'document' | 'operationName'>): boolean {
  const operation = getOperationAST(document, operationName);
  return operation?.operation === 'mutation' && uploadsIn(document, operation.selectionSet).length > 0;
}

/** Every operation that is to be registered and cannot run for whom it is meant, with all that is wrong with it; or null. */
export async function refusedUploads(
  supergraph: Supergraph,
  asked: AskedOperation,
  { accounts, introspection }: UploadJudge,
): Promise<GraphQLError | null> {
  const operation = getOperationAST(asked.document, asked.operationName);
  const field = supergraph.apiSchema.getMutationType()?.getFields()[mutation];
  if (!operation || !field) return null;
  const variables = coercedVariables(supergraph.apiSchema, asked);
  const refused: Judged[] = [];
  for (const node of uploadsIn(asked.document, operation.selectionSet)) {
    const { input } = getArgumentValues(field, node, variables) as { input: { apiKeyId?: string | null; manifest: unknown } };
    const rights = input.apiKeyId == null ? null : await rightsOf(accounts, input.apiKeyId, asked);
    for (const one of operationsOf(input.manifest)) {
      const errors = [
        ...(await wrongsOf(supergraph, one, rights)),
        ...(introspection === 'open' ? [] : readsSchema(one, rights)),
      ];
      if (errors.length > 0) refused.push({ hash: one.hash, name: one.name, errors: errors.map(shortened) });
    }
  }
  if (refused.length === 0) return null;
  const message = `${refused.length} of these operations cannot be registered: ${refused.map(({ name }) => name).join(', ')}.`;
  return coded('OPERATIONS_INVALID', message, { http: { status: 400 }, extensions: { operations: refused } });
}

/** Nothing of what accounts will refuse by itself. */
function operationsOf(manifest: unknown): ManifestOperation[] {
  try {
    return readManifest(manifest);
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}

/** What the partner may ask for; null when there is no such partner, which accounts will say. */
async function rightsOf(
  accounts: Pick<Accounts, 'partnerState'>,
  apiKeyId: string,
  { context: { viewer } }: AskedOperation,
): Promise<Rights | null> {
  const partner = await accounts.partnerState(apiKeyId);
  if (partner?.tenantId !== viewer.actor.tenantId) return null;
  return { authenticated: true, permissions: permissionsOf(partner.roles), impersonating: false };
}

/** What the door would refuse each time the partner runs it. */
function readsSchema({ document }: ManifestOperation, rights: Rights | null): string[] {
  if (!rights || rights.permissions.has('gateway:introspect')) return [];
  const asked = new Set<string>();
  visit(document, { Field: ({ name }) => void asked.add(name.value) });
  return ['__schema', '__type'].filter((name) => asked.has(name)).map((name) => `${name} needs permission gateway:introspect.`);
}

async function wrongsOf(
  { apiSchema, pruner }: Supergraph,
  { body, name }: ManifestOperation,
  rights: Rights | null,
): Promise<string[]> {
  try {
    const document = parseWithinLimits(body);
    const invalid = validate(apiSchema, document);
    if (invalid.length > 0) return invalid.map(({ message }) => message);
    const { errors } = rights ? await pruner.prune(document, name, rights, {}) : { errors: [] };
    return errors.map(({ message, extensions }) => `${message} (${String(extensions['coordinate'])})`);
  } catch (error) {
    if (error instanceof Rejected) return error.errors.map(({ message }) => message);
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

/** The root fields that register, wherever fragments put them. */
function uploadsIn(document: DocumentNode, { selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value === mutation ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return uploadsIn(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
    );
    return fragment && 'selectionSet' in fragment ? uploadsIn(document, fragment.selectionSet) : [];
  });
}
