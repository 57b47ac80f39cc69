/** Rules of this repository that oxlint has no setting for, written for its ESLint-compatible plugin interface. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}
interface Comment extends Node {
  readonly value: string;
}
interface Context {
  readonly sourceCode: { getAllComments(): Comment[] };
  report(problem: { node: Node; message: string }): void;
}

const isDate = (node: unknown): boolean => isNode(node) && node.type === 'Identifier' && node['name'] === 'Date';
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const lacksArguments = (node: Node): boolean => Array.isArray(node['arguments']) && node['arguments'].length === 0;

/** Time is an argument (`Clock` of `@praetor/kernel/clock`): whoever reads the machine's clock cannot be tested. */
const noAmbientTime = {
  create(context: Context) {
    const report = (node: Node) =>
      context.report({ node, message: 'Take the time from the room’s clock, or as an argument `now`.' });
    return {
      NewExpression(node: Node) {
        if (isDate(node['callee']) && lacksArguments(node)) report(node);
      },
      CallExpression(node: Node) {
        if (isDate(node['callee'])) report(node);
      },
      MemberExpression(node: Node) {
        const property = node['property'];
        if (isDate(node['object']) && isNode(property) && property['name'] === 'now') report(node);
      },
    };
  },
};

/** An exception says why on its own line: `// oxlint-disable-next-line rule -- because …`. */
const reasonedExceptions = {
  create(context: Context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const directive = /^\s*(?:(?:ox|es)lint-disable|@ts-)/.test(comment.value);
          if (directive && !/\s--\s+\S/.test(comment.value))
            context.report({ node: comment, message: 'Say why after ` -- `, or remove the exception.' });
        }
      },
    };
  },
};

export default {
  meta: { name: 'praetor' },
  rules: { 'no-ambient-time': noAmbientTime, 'reasoned-exceptions': reasonedExceptions },
};
