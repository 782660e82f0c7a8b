import type { Benchmark } from './benchmark.ts';
import { curve } from './generator/curve.ts';
import { headline } from './generator/headline.ts';
import { honesty } from './generator/honesty.ts';
import { judge } from './generator/judge.ts';
import { memory } from './generator/memory.ts';
import { outputs } from './generator/outputs.ts';
import { paired } from './generator/paired.ts';
import { percentiles } from './generator/percentiles.ts';
import { slope } from './generator/slope.ts';
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
  windows,
];
