import type { ProcessorTimes } from '../../ports.ts';
import { readProc, withDescendants } from './process-tree.ts';
import { procStatFields } from './start-mark.ts';

/**
 * The line `cpu` of `/proc/stat` (proc(5)): time of all processors since boot, ticks. Interrupts belong to no program and are counted as busy
 * alone. Time of guests is in that of programs already.
 */
export const parseProcessorTimes = (text: string): Omit<ProcessorTimes, 'own'> => {
  const fields = /^cpu +(.*)$/m.exec(text)?.[1]?.split(' ').map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, hardIrq = 0, softIrq = 0, stolen = 0] = fields;
  const programs = user + nice + system;
  return { all: programs + idle + ioWait + hardIrq + softIrq + stolen, idle: idle + ioWait, programs, stolen };
};

/** User and system time of `/proc/<pid>/stat`, that of children that have ended included, ticks. */
export const parseOwnTicks = (text: string): number =>
  procStatFields(text)
    .slice(11, 15)
    .reduce((sum, field) => sum + Number(field), 0);

const ticksOf = (pid: number): number => {
  const stat = readProc(`${pid}/stat`);
  return stat === null ? 0 : parseOwnTicks(stat);
};

/** Reads what became of the processors' time; `own`: of this process and all that it started. Null where the system does not say. */
export const processorTimes =
  ({ pid, platform }: Pick<NodeJS.Process, 'pid' | 'platform'>) =>
  (): ProcessorTimes | null => {
    if (platform !== 'linux') return null;
    const own = withDescendants([pid]).reduce((sum, one) => sum + ticksOf(one), 0);
    return { ...parseProcessorTimes(readProc('stat') ?? ''), own };
  };
