import path from 'node:path';
import { spawnJanitor, type ArmedJanitor } from '../adapters/processes/index.ts';
import type { CliContext } from './context.ts';

/** Starts the janitor of a lease, before the first fault can exist; its log goes to the folder of the run. */
export const armJanitor = (context: CliContext, leaseFile: string, runFolder: string): Promise<ArmedJanitor> =>
  spawnJanitor({
    nodePath: process.execPath,
    entry: path.join(context.packageRoot, 'bin', 'peakproof.mjs'),
    leaseFile,
    logFile: path.join(runFolder, 'janitor.log'),
    env: context.env,
  });
