/**
 * What the load generator may show before its word about a shop is worth nothing. Why these figures: docs/decisions/0009-validity-limits.md.
 * Latenesses and CPU are judged on the 95th percentile over seconds, so that one pause of a garbage collector voids nothing.
 */
export const validityLimits = {
  /** Late timers make shoppers slow, and with them the load small: at most half a second, and … */
  timerLatenessP99Ms: 500,
  /** … at most this part of the mean pause after a step. */
  timerLatenessShareOfPace: 0.1,
  /** A reported p95 is at most this many times the shop's own … */
  addedLatencyRatio: 1.5,
  /** … or at most this much more: what no budget of a web shop turns on. */
  addedLatencyFloorMs: 3,
  /** For evidence of engines that did not measure their own waiting: a tenth of the page budget of 1,100 ms. */
  schedLatencyP99Ms: 100,
  /** Of the cores that one worker may use: beyond, it competes with itself and, on one machine, with the shop. */
  generatorCpuShare: 0.85,
  /**
   * Processors are full from `fullShare` of their time on; others matter from `othersShare` on; and so much of the run may be like that. Three
   * stretches of 5 s in five minutes.
   */
  contention: { fullShare: 0.9, othersShare: 0.1, ofTheTime: 0.05 },
  /** Least peak of virtual users against the plan. */
  virtualUsersReached: 0.99,
  /** Sessions begun against arrivals planned, in the open model, beside chance: so many standard deviations of a Poisson count. */
  sessionsOffPlanShare: 0.01,
  arrivalDeviations: 3.3,
  /** Shoppers end by crashing only through a fault in the scenario or the adapter. */
  sessionsCrashedShare: 0.001,
  sessionsLateShare: 0.01,
  hostsMissing: 0,
  /** Seconds in which a worker wrote nothing: it was not running. */
  timelineGapsShare: 0.01,
  /** Half a second of the timeline: beyond, faults and attempts cannot be put on one axis. */
  clockJumpMs: 500,
  /** A request that was cut has no latency; what hangs longest is cut first. */
  requestsCutShare: 0.001,
  ledgersOpen: 0,
  workersNotEnded: 0,
} as const;

/** Seconds that may lie beyond a limit on lateness or CPU. */
export const quantileOverSeconds = 0.95;
