import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { endChild } from './child.ts';
import { canReach, postgresPrograms, unprivilegedUser, type RunAs } from './postgres-programs.ts';

export interface RunningPostgres {
  readonly child: ChildProcess;
  readonly user: string;
  readonly password: string;
  /** Ends it, and removes its data. */
  readonly stop: () => Promise<void>;
}

/**
 * The address at which the database comes back after a fail-over: a second listener of the same server, so that its data are the same.
 * Linux has all of 127.0.0.0/8; elsewhere only IPv6 has a second loopback address.
 */
export const standbyAddress = process.platform === 'linux' ? '127.0.0.2' : '::1';

/** Commits reach the disk before they are acknowledged: the books are honest. The rest suits a small machine. */
const serverSettings = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: `127.0.0.1,${standbyAddress}`,
    unix_socket_directories: '',
    max_connections: 100,
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    checkpoint_timeout: '15min',
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    log_min_messages: 'fatal',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** An empty folder that PostgreSQL's user owns and can reach; in the temporary folder when `wanted` lies behind a closed door. */
const emptyFolder = (wanted: string, runAs: RunAs | null): string => {
  const prepare = (folder: string) => {
    if (runAs !== null) chownSync(folder, runAs.uid, runAs.gid);
    chmodSync(folder, 0o700);
    return folder;
  };
  rmSync(wanted, { recursive: true, force: true });
  mkdirSync(wanted, { recursive: true });
  if (canReach(runAs, prepare(wanted))) return wanted;
  rmSync(wanted, { recursive: true });
  return prepare(mkdtempSync(path.join(os.tmpdir(), 'peakproof-database-')));
};

/** Initialises and starts PostgreSQL on the port; resolves when it takes connections. @throws Error with its own last words. */
export const startPostgres = async (
  dataFolder: string,
  port: number,
  onStarted: (child: ChildProcess) => void,
): Promise<RunningPostgres> => {
  const runAs = unprivilegedUser();
  const programs = postgresPrograms(runAs);
  const data = emptyFolder(path.join(dataFolder, 'postgres'), runAs);
  const user = 'shop';
  const password = randomBytes(18).toString('base64url');
  const options = { ...(runAs ?? {}), cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } };

  const passwordFile = path.join(data, '..', `${path.basename(data)}.password`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs !== null) chownSync(passwordFile, runAs.uid, runAs.gid);
  const made = spawnSync(
    programs.initdb,
    [
      `--pgdata=${data}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-sync',
    ],
    { ...options, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0)
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim().split('\n').slice(-5).join(' | ')}`);

  const child = spawn(programs.postgres, ['-D', data, ...serverSettings(port)], {
    ...options,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onStarted(child);
  await untilItAnswers(child, { host: '127.0.0.1', port, user, password, database: 'postgres' });
  const stop = async () => {
    await endChild(child, 'SIGINT', 8_000);
    rmSync(data, { recursive: true, force: true });
    if (programs.copy !== null) rmSync(programs.copy, { recursive: true, force: true });
  };
  return { child, user, password, stop };
};

const untilItAnswers = async (child: ChildProcess, connection: pg.ClientConfig): Promise<void> => {
  const deadlineMs = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client(connection);
    try {
      await client.connect();
      return;
    } catch (cause) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadlineMs)
        throw new Error('PostgreSQL did not start; its own words are in the log', { cause });
      await wait(100);
    } finally {
      client.end().catch(() => undefined);
    }
  }
};
