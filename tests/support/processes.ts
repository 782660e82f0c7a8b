import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** True while a process is there and is not merely a zombie. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
};

/** Waits until the condition holds. Throws with the description after the deadline. */
export const eventually = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<void> => {
  const until = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await wait(200);
  }
};

/** Process ids whose command line or environment holds the text (Linux). */
export const processesNaming = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .filter((pid) => {
      const read = (file: string): string => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8');
        } catch {
          return '';
        }
      };
      return (read('cmdline').includes(text) || read('environ').includes(text)) && isAlive(pid);
    });
