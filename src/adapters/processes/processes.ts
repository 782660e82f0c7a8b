import type { Processes } from '../../ports.ts';
import { startMarkOf } from './start-mark.ts';

/**
 * The machine's processes.
 * @param node Node's `process`, given by src/cli, which alone may touch it.
 */
export const systemProcesses = (node: Pick<NodeJS.Process, 'kill' | 'platform'>): Processes => {
  const startMark = (pid: number): string | null => startMarkOf(pid, node.platform);
  return {
    startMark,
    signal: (process, name) => {
      if (startMark(process.pid) !== process.startMark) return;
      try {
        node.kill(process.pid, name);
      } catch (error) {
        // It ended between the look and the signal.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    },
  };
};
