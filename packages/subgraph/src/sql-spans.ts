import { spanEnded } from '@praetor/telemetry/tracing';
import type { MikroORM } from '@mikro-orm/postgresql';

/** Makes each statement of a traced request a span, from what the ORM tells its log: text with placeholders, no values. */
export function traceSql(orm: MikroORM, schema: string): void {
  const logger = orm.config.getLogger();
  const logQuery = logger.logQuery.bind(logger);
  logger.logQuery = (statement) => {
    const { query = '', took = 0, level } = statement;
    spanEnded(`sql ${verbOf(query)}`, took, {
      'db.system.name': 'postgresql',
      'db.namespace': schema,
      'db.query.text': query.slice(0, 2_000),
      ...(level === 'error' && { error: true }),
    });
    logQuery(statement);
  };
}

const verbs: ReadonlySet<string> = new Set([
  'begin',
  'commit',
  'rollback',
  'select',
  'insert',
  'update',
  'delete',
  'with',
  'set',
]);

/** The first word, if it is one of those that we use: names of spans are few. */
function verbOf(query: string): string {
  const word = /^\s*([a-z]+)/i.exec(query)?.[1]?.toLowerCase() ?? '';
  return verbs.has(word) ? word : 'other';
}
