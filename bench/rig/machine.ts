import { readFileSync } from 'node:fs';
import os from 'node:os';

/** The machine that the figures belong to. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly system: string;
  readonly nodeVersion: string;
}

export const thisMachine = (): Machine => ({
  processor: os.cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: os.availableParallelism(),
  memoryMiB: Math.round(os.totalmem() / 2 ** 20),
  system: `${os.type()} ${os.release()} ${os.arch()}`,
  nodeVersion: process.versions.node,
});

/** CPU time of the whole machine since its start, in ticks. */
export interface CpuTimes {
  readonly all: number;
  readonly idle: number;
  /** Time in which this machine wanted to run, and its host ran another one. */
  readonly steal: number;
}

/** Reads the first line of `/proc/stat` (man 5 proc): user, nice, system, idle, iowait, irq, softirq, steal, … */
export const parseCpuTimes = (procStat: string): CpuTimes => {
  const ticks = (/^cpu +(.*)$/m.exec(procStat)?.[1] ?? '').split(' ').map(Number).slice(0, 8);
  const [, , , idle = 0, waiting = 0, , , steal = 0] = ticks;
  return { all: ticks.reduce((sum, tick) => sum + tick, 0), idle: idle + waiting, steal };
};

/** What else went on: a figure from a busy machine is worth less. */
export interface Noise {
  /** Load average over a minute, before. */
  readonly loadAverageBefore: number;
  /** Share of the CPU time that the host gave to others, during. */
  readonly stealRatio: number;
  /** Share of the CPU time that was used, during; the benchmark's own work included. */
  readonly busyRatio: number;
}

const cpuTimes = (): CpuTimes => parseCpuTimes(readFileSync('/proc/stat', 'utf8'));

/** Begins to watch; the function that it returns says what was seen. */
export const watchNoise = (): (() => Noise) => {
  const [loadAverageBefore = 0] = os.loadavg();
  const before = cpuTimes();
  return () => noiseBetween(loadAverageBefore, before, cpuTimes());
};

export const noiseBetween = (loadAverageBefore: number, before: CpuTimes, after: CpuTimes): Noise => {
  const all = Math.max(1, after.all - before.all);
  return {
    loadAverageBefore,
    stealRatio: (after.steal - before.steal) / all,
    busyRatio: (all - (after.idle - before.idle) - (after.steal - before.steal)) / all,
  };
};
