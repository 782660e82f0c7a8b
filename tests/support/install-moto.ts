import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Moto, Provision } from './provided.ts';

const run = promisify(execFile);
const requirements = path.resolve(import.meta.dirname, '../moto-requirements.txt');
const installTimeoutMs = 8 * 60_000;

const lastWords = (error: unknown): string => {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  return (stderr.trim() || message).split('\n').slice(-3).join(' / ');
};

const motoIn = (folder: string): Moto => ({ command: path.join(folder, 'bin/python'), args: ['-m', 'moto.server'] });

/** Whole or not at all: two test runs at once do not disturb each other, an interrupted one leaves nothing half done. */
const install = async (folder: string): Promise<void> => {
  mkdirSync(path.dirname(folder), { recursive: true });
  const building = mkdtempSync(`${folder}.building-`);
  const options = { timeout: installTimeoutMs };
  try {
    await run('python3', ['-m', 'venv', building], options);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
    await run(path.join(building, 'bin/python'), pip, options);
    renameSync(building, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
};

/**
 * Finds moto in the cache, or installs it there with the versions of tests/moto-requirements.txt; later runs find it by the hash
 * of that file and of Python's version.
 * @returns how to start it, or why there is none: no python3, no venv module, no package index.
 */
export const installMoto = async (
  env: NodeJS.ProcessEnv,
  onProgress: (text: string) => void,
): Promise<Provision<Moto>> => {
  let version: string;
  try {
    version = (await run('python3', ['--version'], { timeout: 10_000 })).stdout;
  } catch {
    return { missing: 'there is no python3 to run moto with' };
  }
  const hash = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const cache = env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  const folder = path.join(cache, 'peakproof', `moto-${hash}`);
  if (existsSync(folder)) return { ready: motoIn(folder) };
  onProgress('installing moto for the tests of CloudWatch budgets: half a minute, once');
  try {
    await install(folder);
  } catch (error) {
    return { missing: `moto cannot be installed: ${lastWords(error)}` };
  }
  return { ready: motoIn(folder) };
};
