import os from 'node:os';
import type { PlanCircumstances } from '../run/plan.ts';
import type { CliContext } from './context.ts';
import { packageVersion } from './version.ts';

/** `2026-11-27-083000-4f2a`: sorts by time, and two runs of one second differ. */
const newRunId = (nowMs: number): string => {
  const stamp = new Date(nowMs).toISOString().replace('T', '-').replaceAll(':', '').slice(0, 17);
  const suffix = Math.floor(Math.random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${stamp}-${suffix}`;
};

/** Run id, instant and machine, as the plan records them. */
export const planCircumstances = (context: CliContext): PlanCircumstances => {
  const createdAtMs = Date.now();
  return {
    runId: newRunId(createdAtMs),
    createdAtMs,
    peakproofVersion: packageVersion(context.packageRoot),
    environment: {
      machine: `${os.type()} ${os.release()} ${os.arch()}, ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}`,
      cpus: os.availableParallelism(),
      memoryMiB: Math.round(os.totalmem() / 2 ** 20),
      nodeVersion: process.versions.node,
    },
  };
};
