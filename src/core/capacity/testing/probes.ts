import type { CapacityProbe } from '../../wire/capacity.ts';

/** A probe at a level. */
export const someProbe = (
  level: number,
  outcome: CapacityProbe['outcome'],
  changes: Partial<CapacityProbe> = {},
): CapacityProbe => ({
  runId: `search-probe-${level}`,
  level,
  outcome,
  why: outcome === 'held' ? 'every budget was kept' : 'browse-p95: too slow',
  requestsPerSecond: level / 5,
  p95Ms: { browse: level / 2, checkout: outcome === 'broke' ? null : level },
  broken: outcome === 'broke' ? ['browse-p95'] : [],
  distrusted: outcome === 'generatorLimited' ? ['generatorCpu'] : [],
  booksBroken: [],
  ...changes,
});
