import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { logFileName } from './command-line.ts';

/** One engine process that is running. */
export interface WorkerProcess {
  readonly pid: number;
  /** Resolves with the exit code, null when a signal ended it; never rejects. */
  readonly ended: Promise<number | null>;
  /** Asks k6 to write what it has and end; ends it when it does not. Resolves when it has ended. */
  kill(): Promise<void>;
}

/** k6 writes its last lines within this time of a SIGINT. */
const killGraceMs = 3_000;

/**
 * Starts one worker in a process group of its own: Ctrl-C in a terminal reaches the harness alone, and shoppers leave in good order.
 * @throws the system's error when the program cannot be started.
 */
export const startWorker = async (
  k6Path: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly runFolder: string; readonly worker: string },
): Promise<WorkerProcess> => {
  const log = openSync(path.join(options.runFolder, logFileName(options.worker)), 'a');
  try {
    const child = spawn(k6Path, args, {
      cwd: options.runFolder,
      env: options.env,
      stdio: ['ignore', 'ignore', log],
      detached: true,
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (exitCode) => resolve(exitCode)));
    const pid = await pidOf(child);
    return { pid, ended, kill: () => killWorker(child, ended) };
  } finally {
    closeSync(log);
  }
};

const pidOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });

const killWorker = async (child: ChildProcess, ended: Promise<unknown>): Promise<void> => {
  child.kill('SIGINT');
  const deadline = setTimeout(() => child.kill('SIGKILL'), killGraceMs);
  await ended;
  clearTimeout(deadline);
};

const lastWordsLength = 2_000;

/** The end of the first worker log that says something. Never throws. */
export const lastWords = (runFolder: string, workers: readonly string[]): string =>
  workers.map((worker) => endOf(path.join(runFolder, logFileName(worker)))).find((words) => words !== '') ?? '';

const endOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim().slice(-lastWordsLength);
  } catch {
    return '';
  }
};
