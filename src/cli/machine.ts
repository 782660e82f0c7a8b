import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { portLinger, type MachineLimits } from '../core/machine-capacity.ts';
import type { PlanCircumstances } from '../run/plan.ts';
import type { CliContext } from './context.ts';
import { packageVersion } from './version.ts';

/** `2026-11-27-083000-4f2a`: sorts by time, and two runs of one second differ. */
export const newRunId = (nowMs: number): string => {
  const stamp = new Date(nowMs).toISOString().replace('T', '-').replaceAll(':', '').slice(0, 17);
  const suffix = Math.floor(Math.random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${stamp}-${suffix}`;
};

const fileOrNull = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
};

const shellOrNull = (command: string): string | null => {
  try {
    return execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8', timeout: 5_000 }).trim();
  } catch {
    return null;
  }
};

/** Where a system does not say its limit, or says that there is none: what macOS lets a process have (OPEN_MAX). */
const unsaidDescriptors = 10_240;

/**
 * Descriptors that a worker will have: this process's own limit, which it inherits. Node raises the soft limit to the hard one when it
 * starts, so a shell's `ulimit -n` may be lower.
 */
const descriptorsPerProcess = (): number | null => {
  const limits = fileOrNull('/proc/self/limits');
  const said = limits === null ? shellOrNull('ulimit -n') : /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  const descriptors = Number(said);
  if (Number.isInteger(descriptors) && descriptors > 0) return descriptors;
  return said === 'unlimited' && limits !== null ? null : unsaidDescriptors;
};

const ephemeralPorts = (): number | null => {
  const range =
    fileOrNull('/proc/sys/net/ipv4/ip_local_port_range') ??
    shellOrNull('sysctl -n net.inet.ip.portrange.first net.inet.ip.portrange.last');
  const [first, last] = (range ?? '').split(/\s+/).map(Number);
  return first === undefined || last === undefined || !(last >= first) ? null : last - first + 1;
};

/** What this machine gives the load generator. */
export const machineLimits = (): MachineLimits => {
  const reuse = fileOrNull('/proc/sys/net/ipv4/tcp_tw_reuse');
  return {
    descriptorsPerProcess: descriptorsPerProcess(),
    ephemeralPorts: ephemeralPorts(),
    // As in engine/internal/network/sources.go: Linux has all of 127.0.0.0/8 for its own.
    loopbackSources: process.platform === 'linux' ? 32 : 1,
    portLingerSeconds: portLinger(process.platform, reuse === null ? null : Number(reuse)),
  };
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
    limits: machineLimits(),
  };
};
