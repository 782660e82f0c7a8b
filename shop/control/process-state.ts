import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One letter as `ps` has it (`T`: stopped, `Z`: ended and not waited for); null when there is no such process. */
const stateOf = (pid: number): string | null => {
  try {
    if (process.platform === 'linux') {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
    }
    return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 })
      .trim()
      .slice(0, 1);
  } catch {
    return null;
  }
};

export const isStopped = (pid: number): boolean => stateOf(pid) === 'T';

export const isGone = (pid: number): boolean => {
  const state = stateOf(pid);
  return state === null || state === '' || state === 'Z';
};
