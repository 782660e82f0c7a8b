import { readFileSync } from 'node:fs';

/** A file of `/proc` (proc(5)), e.g. `stat` or `1/status`; null where it is not there, as the process ended meanwhile. */
export const readProc = (file: string): string | null => {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return null;
  }
};

/** The processes, and all that they started and that have not ended. */
export const withDescendants = (pids: readonly number[]): number[] =>
  pids.flatMap((pid) => {
    const children = (readProc(`${pid}/task/${pid}/children`) ?? '').split(' ').filter((child) => child !== '');
    return [pid, ...withDescendants(children.map(Number))];
  });
