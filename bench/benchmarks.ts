import type { Benchmark } from './benchmark.ts';
import { books } from './books/million-attempts.ts';
import { curve } from './generator/curve.ts';
import { headline } from './generator/headline.ts';
import { honesty } from './generator/honesty.ts';
import { judge } from './generator/judge.ts';
import { memory } from './generator/memory.ts';
import { outputs } from './generator/outputs.ts';
import { paired } from './generator/paired.ts';
import { percentiles } from './generator/percentiles.ts';
import { slope } from './generator/slope.ts';
import { kills } from './kills/kills.ts';
import { stop } from './kills/stop.ts';
import { recovery } from './recovery/ground-truth.ts';
import { recoveryReal } from './recovery/real-runs.ts';
import { drift } from './simulations/drift.ts';
import { gate } from './simulations/gate.ts';
import { windows } from './simulations/window-rules.ts';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  headline,
  memory,
  paired,
  outputs,
  slope,
  percentiles,
  curve,
  honesty,
  judge,
  books,
  windows,
  gate,
  recovery,
  recoveryReal,
  drift,
  kills,
  stop,
];
