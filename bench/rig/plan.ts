import { readFileSync } from 'node:fs';
import { referencePlan } from '../../src/adapters/k6/testing/reference-plan.ts';
import type { LoadPoint, Plan } from '../../src/core/wire/plan.ts';
import type { Machine } from './machine.ts';

/** A load of the closed model: up, held, gone. */
export interface LoadShape {
  readonly users: number;
  readonly rampSeconds: number;
  readonly holdSeconds: number;
  readonly connections: Plan['load']['connections'];
  readonly meanThinkSeconds: number;
  /** k6 processes; 1 where it is left out. */
  readonly workers?: number;
  /** Corners instead of a plain ramp and hold, which then only say where the hold is. */
  readonly curve?: readonly LoadPoint[];
}

/**
 * Spread of the log-normal think time: the one with which, around a mean of 5 s, 90 % of the pauses last 2 to 8 s.
 * Its median is mean / exp(σ²/2): 4.62 s for a mean of 5 s.
 */
export const thinkSigma = 0.396;
export const medianThinkSeconds = (meanSeconds: number): number => meanSeconds / Math.exp(thinkSigma ** 2 / 2);

/** As a rehearsal deals them: docs/decisions/0007. */
const usersPerHost = 500;
/** Shoppers who are asked to leave walk out over this time. */
const rampDownSeconds = 2;
const seed = 20_261_127;

export const planOf = (shape: LoadShape, machine: Machine): Plan => {
  const { users, rampSeconds, holdSeconds, connections, meanThinkSeconds, workers = 1 } = shape;
  const holdEnd = rampSeconds + holdSeconds;
  const curve = shape.curve ?? [
    { atSeconds: 0, virtualUsers: 0 },
    { atSeconds: rampSeconds, virtualUsers: users },
    { atSeconds: holdEnd, virtualUsers: users },
    { atSeconds: holdEnd + rampDownSeconds, virtualUsers: 0 },
  ];
  const endSeconds = curve.at(-1)?.atSeconds ?? holdEnd;
  const plan = referencePlan({
    seed,
    load: {
      virtualUsers: users,
      curve: [...curve],
      hosts: Math.max(workers, Math.ceil(users / usersPerHost)),
      workers,
      connections,
      thinkTimeMedianSeconds: medianThinkSeconds(meanThinkSeconds),
      thinkTimeSigma: thinkSigma,
      patienceSeconds: 15,
    },
  });
  const { cores, memoryMiB, nodeVersion, system, processor } = machine;
  return {
    ...plan,
    environment: { machine: `${system}, ${processor}`, cpus: cores, memoryMiB, nodeVersion },
    timing: {
      ...plan.timing,
      plateauStartSeconds: rampSeconds,
      rampDownStartSeconds: holdEnd,
      endSeconds,
      worstCaseSeconds: endSeconds + 60,
    },
  };
};

/** What one process may hold open: the descriptors that the system allows it, less those of connections that are closing. */
export const connectionsPerProcess = (limits: string): number => {
  const hard = /^Max open files +\d+ +(\d+|unlimited)/m.exec(limits)?.[1];
  return hard === undefined || hard === 'unlimited' ? mostConnections : Math.min(mostConnections, Number(hard) * 0.75);
};
const mostConnections = 15_000;

export const connectionsPerProcessHere = (): number => connectionsPerProcess(readFileSync('/proc/self/limits', 'utf8'));
