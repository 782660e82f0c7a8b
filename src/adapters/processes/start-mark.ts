import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Fields 3 and on of `/proc/<pid>/stat` (proc(5)); the name in field 2 may hold anything. */
export const procStatFields = (text: string): string[] => text.slice(text.lastIndexOf(')') + 2).split(' ');

/** State and start of a process from `/proc/<pid>/stat` (fields 3 and 22). */
export const parseProcStat = (text: string): { state: string; startTicks: string } => {
  const fields = procStatFields(text);
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
};

/** State and start of a process from `ps -o state=,lstart=`. */
export const parsePs = (text: string): { state: string; startedAt: string } => {
  const [state = '', ...startedAt] = text.trim().split(/\s+/);
  return { state, startedAt: startedAt.join(' ') };
};

/** A process that has ended and was not waited for is as good as gone. */
const isZombie = (state: string): boolean => state.startsWith('Z');

const linuxStartMark = (pid: number): string | null => {
  const { state, startTicks } = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return isZombie(state) ? null : startTicks;
};

const psStartMark = (pid: number): string | null => {
  const text = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 5_000,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
  });
  const { state, startedAt } = parsePs(text);
  return isZombie(state) || startedAt === '' ? null : startedAt;
};

/** What tells a process from a later one of the same id: ticks since boot on Linux, date of its start elsewhere. Null: not alive. */
export const startMarkOf = (pid: number, platform: NodeJS.Platform): string | null => {
  try {
    return platform === 'linux' ? linuxStartMark(pid) : psStartMark(pid);
  } catch {
    return null;
  }
};
