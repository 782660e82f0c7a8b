import { readProc, withDescendants } from '../../src/adapters/processes/process-tree.ts';
import { procStatFields } from '../../src/adapters/processes/start-mark.ts';

/** What a group of processes has used, at one instant. */
export interface Sample {
  /** Wall time, ms since the epoch. */
  readonly atMs: number;
  /** Resident memory of those alive, summed. */
  readonly rssMiB: number;
  /** User and system time since their start, those that have ended included. */
  readonly cpuSeconds: number;
}

/** Linux counts in hundredths of a second for every program: USER_HZ. */
const ticksPerSecond = 100;

/** User + system time of `/proc/<pid>/stat`, s. */
export const parseCpuSeconds = (stat: string): number => {
  const fields = procStatFields(stat);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Resident memory of `/proc/<pid>/status`, MiB; 0 of a process that is ending. */
export const parseRssMiB = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;

/** Watches processes, and whatever they start, from outside. */
export class ProcessSampler {
  readonly samples: Sample[] = [];
  readonly #pids: readonly number[];
  readonly #cpuSeconds = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;

  /** @param intervalMs between two samples; memory peaks that are shorter are missed. */
  constructor(pids: readonly number[], intervalMs = 200) {
    this.#pids = pids;
    this.#timer = setInterval(() => this.sample(), intervalMs);
    this.sample();
  }

  /** Takes a sample now. */
  sample(): Sample {
    let rssMiB = 0;
    for (const pid of withDescendants(this.#pids)) {
      rssMiB += parseRssMiB(readProc(`${pid}/status`) ?? '');
      const stat = readProc(`${pid}/stat`);
      if (stat !== null) this.#cpuSeconds.set(pid, parseCpuSeconds(stat));
    }
    const cpuSeconds = [...this.#cpuSeconds.values()].reduce((sum, seconds) => sum + seconds, 0);
    const sample = { atMs: Date.now(), rssMiB, cpuSeconds };
    this.samples.push(sample);
    return sample;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get peakRssMiB(): number {
    return this.samples.reduce((peak, { rssMiB }) => Math.max(peak, rssMiB), 0);
  }

  get cpuSeconds(): number {
    return this.samples.reduce((most, { cpuSeconds }) => Math.max(most, cpuSeconds), 0);
  }
}
