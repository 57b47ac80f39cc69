import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, SchemaDefinitionNode, SchemaExtensionNode } from 'graphql';

/** The three directives that carry requirements; each is also the name of its specification. */
export const securityDirectives = ['authenticated', 'requiresScopes', 'policy'] as const;
export type SecurityDirective = (typeof securityDirectives)[number];

interface Link {
  readonly specification: string;
  readonly as: string | null;
  readonly imports: readonly { name: string; as: string }[];
}

/**
 * The name in this document of each security directive: as a feature of its own (supergraphs) or as an element of the
 * federation specification (subgraphs), renamed or not (https://specs.apollo.dev/link/v1.0/#sec-Renaming).
 */
export function securityDirectiveNames(document: DocumentNode): ReadonlyMap<string, SecurityDirective> {
  const links = linkDirectives(document).flatMap(readLink);
  const names = new Map<string, SecurityDirective>();
  for (const directive of securityDirectives) {
    const linked = links.flatMap((link) => nameThroughLink(link, directive) ?? []);
    for (const name of linked.length > 0 ? linked : [directive]) names.set(name, directive);
  }
  return names;
}

/**
 * The supergraph without the `for: SECURITY` argument on the links to the three specifications that this package
 * enforces, every other character as it was: @apollo/gateway refuses the document otherwise. Links to other security
 * features keep theirs, so that they go on being refused. Call it only where {@link securityDirectiveNames}' directives are enforced.
 */
export function stripSecurityLinks(supergraphSdl: string): string {
  const cuts = linkDirectives(parse(supergraphSdl)).filter(isOurs).flatMap(securityArgument);
  return cuts.reduceRight((sdl, { start, end }) => sdl.slice(0, separatorStart(sdl, start)) + sdl.slice(end), supergraphSdl);
}

function linkDirectives(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions
    .filter(
      (node): node is SchemaDefinitionNode | SchemaExtensionNode =>
        node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION,
    )
    .flatMap((node) => node.directives ?? [])
    .filter((directive) => specificationOf(directive) !== null);
}

function specificationOf(directive: ConstDirectiveNode): string | null {
  const url = argument(directive, 'url') ?? argument(directive, 'feature');
  return typeof url === 'string' ? (/^https:\/\/specs\.apollo\.dev\/([^/]+)\/v[0-9.]+$/.exec(url)?.[1] ?? null) : null;
}

/** A later version may mean more than we enforce: it must stay refused until this package knows it. */
function isOurs(directive: ConstDirectiveNode): boolean {
  const url = argument(directive, 'url') ?? argument(directive, 'feature');
  return securityDirectives.some((name) => url === `https://specs.apollo.dev/${name}/v0.1`);
}

function securityArgument(directive: ConstDirectiveNode): { start: number; end: number }[] {
  const node = directive.arguments?.find(({ name }) => name.value === 'for');
  return node?.loc && node.value.kind === Kind.ENUM && node.value.value === 'SECURITY' ? [node.loc] : [];
}

/** Where the cut begins: the comma and spaces before the argument go with it. */
function separatorStart(sdl: string, start: number): number {
  return start - (/,\s*$/.exec(sdl.slice(0, start))?.[0].length ?? 0);
}

function readLink(directive: ConstDirectiveNode): Link[] {
  const specification = specificationOf(directive);
  if (!specification) return [];
  const as = argument(directive, 'as');
  const imports = argument(directive, 'import');
  return [
    { specification, as: typeof as === 'string' ? as : null, imports: Array.isArray(imports) ? imports.flatMap(readImport) : [] },
  ];
}

function readImport(entry: unknown): { name: string; as: string }[] {
  if (typeof entry === 'string') return [{ name: entry, as: entry }];
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || typeof entry.name !== 'string') return [];
  return [{ name: entry.name, as: 'as' in entry && typeof entry.as === 'string' ? entry.as : entry.name }];
}

function nameThroughLink(link: Link, directive: SecurityDirective): string | null {
  if (link.specification !== 'federation' && link.specification !== directive) return null;
  const imported = link.imports.find(({ name }) => name === `@${directive}`);
  if (imported) return imported.as.replace(/^@/, '');
  return link.specification === 'federation' ? `${link.as ?? 'federation'}__${directive}` : (link.as ?? directive);
}

function argument(directive: ConstDirectiveNode, name: string): unknown {
  const node = directive.arguments?.find((one) => one.name.value === name);
  return node ? valueFromASTUntyped(node.value) : undefined;
}
