import type { Evidence } from '../evidence.ts';
import { judge, type Judgement } from '../judge.ts';
import { peakDemand } from '../planned-load.ts';
import { roundFigures } from '../rounding.ts';
import { type LatencyCounts, mergeLatencyCounts, quantileMs } from '../timeline/latency-counts.ts';
import type { StepSecond } from '../timeline/step-series.ts';
import { distrustWords } from '../validity/distrust.ts';
import { voidsFindings } from '../validity/judge-validity.ts';
import type { Plan } from '../wire/plan.ts';
import type { RunFigure, RunFigures } from '../wire/run-figures.ts';

/** Fewer attempts than this say nothing about a p95, nor about an error share. */
const leastAttempts = 100;

/** Reduces a run to the figures that runs are compared by. A pure function of the evidence. */
export const figuresOfRun = (evidence: Evidence): RunFigures => {
  const { plan } = evidence;
  const judged = judge(evidence);
  return {
    runId: plan.runId,
    startedAt: judged.verdict.startedAt,
    verdict: judged.verdict.verdict,
    unusable: whyUnusable(judged),
    sameOf: identityOf(plan),
    machine: `${plan.environment.machine}, ${plan.environment.cpus} CPUs`,
    figures: [...steadyFigures(plan, judged), ...recoveryFigures(judged)],
  };
};

const whyUnusable = ({ verdict, phases }: Judgement): string | null => {
  if (verdict.aborted !== null) return `it was ended by ${verdict.aborted.by}`;
  const distrust = verdict.validity.filter(voidsFindings);
  if (distrust.length > 0) return distrustWords(distrust);
  const damaged = verdict.problems.map(({ file }) => file);
  if (damaged.length > 0) return `evidence is missing or damaged (${damaged.join(', ')})`;
  return phases.some(({ phase }) => phase === 'steady') ? null : 'it has no steady phase';
};

/** The machine and the shop's own state are left out: what differs between the runs is what is asked for. */
const identityOf = ({ scenario, shop, load, experiment }: Plan): RunFigures['sameOf'] => ({
  scenario: scenario.name,
  shop: shop.kind,
  'model of load': load.model,
  'peak of load': peakDemand(load),
  'think time, s': load.thinkTimeMedianSeconds,
  connections: load.connections,
  experiment: experiment?.name ?? null,
});

const steadyFigures = (plan: Plan, { phases, steps }: Judgement): RunFigure[] => {
  const steady = phases.filter(({ phase }) => phase === 'steady');
  const seconds = steady.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
  let goodAttempts = 0;
  const ofSteps = plan.scenario.steps.flatMap((step): RunFigure[] => {
    const cells = [...(steps.get(step) ?? [])]
      .filter(([second]) => steady.some(({ fromSeconds, toSeconds }) => second >= fromSeconds && second < toSeconds))
      .map(([, cell]) => cell);
    const { good, bad } = pooled(cells);
    goodAttempts += good.total;
    if (good.total + bad < leastAttempts) return [];
    const latency = (quantile: number) => quantileMs(good, bad, quantile) ?? plan.load.patienceSeconds * 1_000;
    const figure = (indicator: RunFigure['indicator'], value: number): RunFigure => ({
      ...{ indicator, step, fault: null },
      value: roundFigures(value),
    });
    return [
      figure('latencyP50', latency(0.5)),
      figure('latencyP95', latency(0.95)),
      figure('errorShare', bad / (good.total + bad)),
    ];
  });
  if (seconds === 0) return [];
  const goodput = {
    indicator: 'goodput',
    step: null,
    fault: null,
    value: roundFigures(goodAttempts / seconds),
  } as const;
  return [...ofSteps, goodput];
};

const pooled = (cells: readonly StepSecond[]): { good: LatencyCounts; bad: number } => ({
  good: mergeLatencyCounts(cells.map((cell) => cell.good)),
  bad: cells.reduce((sum, cell) => sum + cell.bad, 0),
});

/** A recovery that was not seen to its end has no figure: it is longer than any that can be named. */
const recoveryFigures = ({ verdict }: Judgement): RunFigure[] =>
  verdict.recovery.flatMap(({ fault, step, serviceRecoverySeconds, outcome }) =>
    serviceRecoverySeconds === null || outcome === 'inconclusive'
      ? []
      : [{ indicator: 'serviceRecovery' as const, step, fault, value: serviceRecoverySeconds }],
  );
