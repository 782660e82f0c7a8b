import type { RunFigure, RunFigures } from '../wire/run-figures.ts';
import type { RandomDraws } from './random-draws.ts';

/** How runs of one shop differ from one another. */
export interface RunSpread {
  /** Standard deviation of the logarithm of a latency from run to run. */
  readonly latency: number;
  /** Share of its variance that all figures of a run have in common: a slow machine is slow for every step. */
  readonly common: number;
}

const steps = ['browse', 'search', 'product', 'cart', 'checkout'];

/**
 * Figures of a run that never was: log-normal between runs.
 * @param slowdown step → factor on its latencies
 */
export const simulatedFigures = (
  draws: RandomDraws,
  { latency, common }: RunSpread,
  run: { readonly number: number; readonly name: string; readonly slowdown?: Readonly<Record<string, number>> },
): RunFigures => {
  const shared = Math.sqrt(common) * draws.normal();
  const wander = () => Math.exp(latency * (shared + Math.sqrt(1 - common) * draws.normal()));
  const figure = (indicator: RunFigure['indicator'], step: string | null, value: number): RunFigure => ({
    ...{ indicator, step, value },
    fault: null,
  });
  const figures = steps.flatMap((step, index) => {
    const factor = run.slowdown?.[step] ?? 1;
    return [
      figure('latencyP50', step, 20 * (index + 1) * factor * wander()),
      figure('latencyP95', step, 90 * (index + 1) * factor * wander()),
      figure('errorShare', step, draws.poisson(2) / 1_000),
    ];
  });
  return {
    runId: `${run.name}-${run.number}`,
    startedAt: new Date(Date.UTC(2030, 0, 1) + run.number * 600_000).toISOString(),
    verdict: 'pass',
    unusable: null,
    sameOf: { scenario: 'black-friday', 'peak of load': 500 },
    machine: 'simulated',
    // Demand is given and the shop keeps up, so that goodput hardly differs.
    figures: [...figures, figure('goodput', null, 42 * Math.exp(0.01 * draws.normal()))],
  };
};

/** Interleaved pairs of runs: before, after, after, before, before, … */
export const simulatedPairs = (
  draws: RandomDraws,
  spread: RunSpread,
  pairs: number,
  slowdown: Readonly<Record<string, number>> = {},
): { readonly before: RunFigures[]; readonly after: RunFigures[] } => {
  const before: RunFigures[] = [];
  const after: RunFigures[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const beforeFirst = pair % 2 === 0;
    before.push(simulatedFigures(draws, spread, { number: 2 * pair + (beforeFirst ? 0 : 1), name: 'before' }));
    after.push(simulatedFigures(draws, spread, { number: 2 * pair + (beforeFirst ? 1 : 0), name: 'after', slowdown }));
  }
  return { before, after };
};
