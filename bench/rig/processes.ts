import { readFileSync } from 'node:fs';

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

/** User + system time of `/proc/<pid>/stat`, s. The name in parentheses may hold anything. */
export const parseCpuSeconds = (stat: string): number => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Resident memory of `/proc/<pid>/status`, MiB; 0 of a process that is ending. */
export const parseRssMiB = (status: string): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;

const read = (pid: number, file: string): string | null => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
};

/** The processes and all of their descendants. */
const withDescendants = (pids: readonly number[]): number[] =>
  pids.flatMap((pid) => {
    const children = (read(pid, `task/${pid}/children`) ?? '').split(' ').filter((child) => child !== '');
    return [pid, ...withDescendants(children.map(Number))];
  });

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
      rssMiB += parseRssMiB(read(pid, 'status') ?? '');
      const stat = read(pid, 'stat');
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
