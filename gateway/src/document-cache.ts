import type { DocumentNode } from 'graphql';

/** Parsed operations by their text. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
}

/** As dashboards send them. */
const hundredsOfOperations = 500_000;

/**
 * Forgets the least recently used operations beyond a sum of characters: a parsed operation takes up to some 200 bytes for each,
 * so a bound on their number alone would let anybody fill the memory with large ones.
 */
export function documentCache(maxCharacters = hundredsOfOperations): DocumentCache {
  const entries = new Map<string, DocumentNode>();
  let characters = 0;
  const forget = (text: string): void => {
    if (entries.delete(text)) characters -= text.length;
  };
  return {
    get(text) {
      const document = entries.get(text);
      if (!document) return undefined;
      entries.delete(text);
      entries.set(text, document);
      return document;
    },
    set(text, document) {
      forget(text);
      entries.set(text, document);
      characters += text.length;
      for (const oldest of entries.keys()) {
        if (characters <= maxCharacters) return;
        forget(oldest);
      }
    },
  };
}
