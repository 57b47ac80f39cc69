import { startEmbeddedPostgres } from '../src/embedded.ts';

/** A process over a PostgreSQL, to be killed. Arguments: folder, and `temporary` where the folder is to go too. */
const [folder = '', kind] = process.argv.slice(2);
const temporary = kind === 'temporary';
const server = await startEmbeddedPostgres({ folder, password: 'test', temporary, settings: { fsync: 'off' } });
console.log(server.pid);
setInterval(() => {}, 60_000);
