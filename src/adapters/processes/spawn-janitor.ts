import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { NotReadyError } from '../../core/errors.ts';
import { janitorWatches } from '../../core/janitor-words.ts';

export interface JanitorRequest {
  readonly nodePath: string;
  /** Absolute path of `bin/peakproof.mjs`. */
  readonly entry: string;
  readonly leaseFile: string;
  /** What it says goes here: it outlives the terminal. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take until it watches, ms. */
  readonly readyTimeoutMs?: number;
}

export interface ArmedJanitor {
  readonly pid: number;
  /** Aborted when it has ended, with how as the reason. */
  readonly gone: AbortSignal;
}

/**
 * Starts the janitor in a session of its own, so that neither Ctrl-C nor the end of the harness ends it, and waits until it watches.
 * It ends by itself when the lease is gone.
 * @throws NotReadyError when it does not come up.
 */
export const spawnJanitor = async (request: JanitorRequest): Promise<ArmedJanitor> => {
  const { nodePath, entry, leaseFile, logFile, env, readyTimeoutMs = 30_000 } = request;
  const log = openSync(logFile, 'a');
  const child = spawn(nodePath, [entry, 'janitor', '--lease', leaseFile], {
    detached: true,
    stdio: ['ignore', log, log],
    env,
  });
  closeSync(log);
  const ended = new AbortController();
  child.on('error', (error) => ended.abort(error.message));
  child.once('exit', (code, signal) => ended.abort(`it ended with ${signal ?? `exit code ${code ?? 'unknown'}`}`));
  const deadline = performance.now() + readyTimeoutMs;
  while (!readFileSync(logFile, 'utf8').includes(janitorWatches)) {
    if (ended.signal.aborted || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new NotReadyError(
        `The janitor, which heals faults when the harness cannot, did not start: ${ended.signal.aborted ? String(ended.signal.reason) : `it was not ready within ${readyTimeoutMs} ms`}`,
        `No fault is applied without it. Its log: ${logFile}`,
      );
    }
    await wait(50);
  }
  child.unref();
  if (child.pid === undefined) throw new NotReadyError('The janitor has no process id', `Its log: ${logFile}`);
  return { pid: child.pid, gone: ended.signal };
};
