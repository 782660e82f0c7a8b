import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, homedir, platform } from 'node:os';
import { join } from 'node:path';
import { programs, sourceFolder } from './programs.ts';

/** Folder that holds every engine built on this machine. */
export const cacheRoot = (env: NodeJS.ProcessEnv, home: string): string =>
  join(
    env['XDG_CACHE_HOME'] === undefined || env['XDG_CACHE_HOME'] === '' ? join(home, '.cache') : env['XDG_CACHE_HOME'],
    'peakproof',
  );

/** Whether a file of engine/ decides what is built: sources, pinned versions, what the compiler optimises by; no tests, no prose. */
export const isSource = (path: string): boolean =>
  ['go.mod', 'go.sum'].includes(path) || path.endsWith('.pgo') || (path.endsWith('.go') && !path.endsWith('_test.go'));

/** Sixteen hexadecimal digits over the platform and the sources, whatever their order. */
export const contentHash = (files: ReadonlyMap<string, string | Buffer>, target: string): string => {
  const hash = createHash('sha256').update(target);
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
};

/** Absolute path of the folder in which the engine of these sources, for this machine, is or will be. */
export const engineFolder = (env: NodeJS.ProcessEnv): string => {
  const paths = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const files = new Map(paths.map((path) => [path, readFileSync(join(sourceFolder, path))]));
  return join(cacheRoot(env, homedir()), `engine-${contentHash(files, `${platform()}/${arch()}`)}`);
};

export const isComplete = (folder: string): boolean =>
  Object.values(programs).every((program) => existsSync(join(folder, program)));
