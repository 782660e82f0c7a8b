import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { ResourceReading } from '../../src/core/wire/resources.ts';

const readEveryMs = 1_000;
const bytesPerMiB = 2 ** 20;

const pools: Pool[] = [];

/** Counts the pool among the resources of this process. */
export const watchPool = (pool: Pool): void => void pools.push(pool);

const readingsOf = (who: string, heapUsedBytes: number, busyShare: number): ResourceReading[] => {
  const sum = (pick: (pool: Pool) => number) => pools.reduce((total, pool) => total + pick(pool), 0);
  const limit = sum((pool) => pool.options.max);
  return [
    { name: `${who} memory`, kind: 'memory', value: process.memoryUsage.rss() / bytesPerMiB, unit: 'MiB', limit: null },
    { name: `${who} heap`, kind: 'memory', value: heapUsedBytes / bytesPerMiB, unit: 'MiB', limit: null },
    { name: `${who} event loop`, kind: 'processor', value: busyShare, unit: 'ratio', limit: 1 },
    ...(limit === 0
      ? []
      : ([
          {
            name: `${who} database connections`,
            kind: 'connections',
            value: sum((pool) => pool.totalCount - pool.idleCount),
            unit: 'count',
            limit,
          },
          {
            name: `${who} waiting for the database`,
            kind: 'waiting',
            value: sum((pool) => pool.waitingCount),
            unit: 'count',
            limit: null,
          },
        ] satisfies ResourceReading[])),
  ];
};

/** Tells once a second what this process uses: memory, time of the event loop, connections in hand and those that wait for one. */
export const tellResources = (who: string, tell: (readings: readonly ResourceReading[]) => void): void => {
  let last = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    tell(readingsOf(who, process.memoryUsage().heapUsed, utilization));
  }, readEveryMs).unref();
};
