import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench } from '../benchmark.ts';

const execute = promisify(execFile);

/**
 * Runs a script of ours in a process of its own, so that its peak of memory is that of one task alone. @returns its standard output.
 * @throws Error with its standard error when it fails
 */
export const inChild = async (bench: Bench, script: string, args: readonly string[]): Promise<string> => {
  const running = execute(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args]);
  const takeBack = bench.onInterrupt(() => void running.child.kill());
  try {
    return (await running).stdout;
  } finally {
    takeBack();
  }
};
