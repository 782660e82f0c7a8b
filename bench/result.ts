import type { Report } from './benchmark.ts';
import type { Machine, Noise } from './rig/machine.ts';

/** One benchmark as it came out. */
export type BenchmarkResult = {
  readonly name: string;
  readonly summary: string;
  /** What to type to measure it again. */
  readonly command: string;
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly noise: Noise;
} & (
  | { readonly failed: false; readonly report: Report }
  /** It could not be measured: the error's message. */
  | { readonly failed: true; readonly error: string }
);

/** What `npm run bench -- --json` prints. Units are in the keys; figures are as measured, not rounded. */
export interface BenchResults {
  readonly schemaVersion: 1;
  /** Sizes were small: figures to try the benchmarks with, not to quote. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly benchmarks: readonly BenchmarkResult[];
}
