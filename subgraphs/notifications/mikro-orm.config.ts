import { ormOptions } from '@praetor/postgres/orm';
import { store } from './src/db/orm.ts';

/** For the command line only: `npm run migration -- notifications`. */
export default ormOptions(store, process.env.DATABASE_URL ?? 'postgres://praetor@127.0.0.1:5432/praetor');
