import type { BudgetPlace } from '../../config/budget-place.ts';
import { metricOfIndicator } from '../../core/publishing/metric-point.ts';
import { indicatorFacts, type Budget, type Indicator } from '../../core/wire/budgets.ts';
import type { DashboardFacts } from '../../ports.ts';
import { allSteps } from './alarm.ts';

/** Columns of a dashboard. */
const wholeWidth = 24;
const height = 6;
/** The console refuses more annotations than this in one widget. */
const mostAnnotations = 30;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One for each application, environment and scenario: its last run. */
export const dashboardName = ({ app, environment, scenario }: BudgetPlace): string =>
  `peakproof-${app}-${environment}-${scenario}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 255);

/** Where the console shows it, over the time of the run. */
export const dashboardUrl = (name: string, region: string, { fromMs, toMs }: DashboardFacts): string => {
  const instant = (ms: number): string => new Date(ms).toISOString();
  const query = `start=${encodeURIComponent(instant(fromMs))}&end=${encodeURIComponent(instant(toMs))}`;
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}?${query}`;
};

const instantOf = (ms: number): string => new Date(ms).toISOString();

const faultBands = ({ faults }: DashboardFacts) =>
  faults.slice(0, mostAnnotations).map(({ fault, fromMs, toMs }) => [
    { value: instantOf(fromMs), label: fault },
    { value: instantOf(toMs), label: `${fault} healed` },
  ]);

const limitOf = ({ limit, indicator, phase, fault }: Budget) => ({
  value: limit,
  label: `${indicatorFacts[indicator].limitIs === 'least' ? 'at least' : 'at most'} ${limit} (${indicator}, ${phase ?? fault ?? 'whole run'})`,
});

/** A graph of one published metric of one step with the budgets on it as lines and the faults as bands. */
const graph = (
  title: string,
  metrics: readonly { readonly metric: string; readonly stat: string }[],
  step: string | null,
  budgets: readonly Budget[],
  context: { readonly facts: DashboardFacts; readonly place: BudgetPlace; readonly region: string },
) => {
  const { app, environment, scenario } = context.place;
  const dimensions = ['Environment', environment, 'Scenario', scenario, 'Step', step ?? allSteps];
  return {
    type: 'metric',
    properties: {
      title,
      region: context.region,
      view: 'timeSeries',
      period: 10,
      metrics: metrics.map(({ metric, stat }) => [
        `Peakproof/${app}`,
        metric,
        ...dimensions,
        { stat, label: `${metric} ${stat}` },
      ]),
      annotations: {
        horizontal: budgets.slice(0, mostAnnotations).map(limitOf),
        vertical: faultBands(context.facts),
      },
    },
  };
};

const on = (budgets: readonly Budget[], step: string | null, ...indicators: readonly Indicator[]): Budget[] =>
  budgets.filter((budget) => budget.step === step && indicators.includes(budget.indicator));

const latencies = ['latencyP50', 'latencyP95', 'latencyP99'] as const;

/** Four steps beside each other and latency over shares: what belongs to a step stands in its column. */
const placeOf = (index: number, row: number, columns: number): Place => {
  const width = Math.floor(wholeWidth / columns);
  return { x: (index % columns) * width, y: row + Math.floor(index / columns) * height, width, height };
};

/**
 * The body of the dashboard of a run, whole: throughput and virtual users, then each step's latency and the share of its attempts that
 * were good, with budgets as lines and faults as bands.
 */
export const dashboardBody = (facts: DashboardFacts, place: BudgetPlace, region: string): string => {
  const context = { facts, place, region };
  const { steps, budgets } = facts;
  const { metric: latency } = metricOfIndicator.latencyP95;
  const { metric: throughput } = metricOfIndicator.throughput;
  const { metric: errorShare } = metricOfIndicator.errorShare;
  const columns = Math.min(4, Math.max(1, steps.length));
  const rows = Math.ceil(steps.length / columns);
  const average = (metric: string) => ({ metric, stat: 'Average' });
  const overall = [
    graph('Virtual users', [average('VirtualUsers')], null, [], context),
    graph('Good steps a second', [average(throughput)], null, on(budgets, null, 'throughput'), context),
  ].map((widget, index) => ({ ...placeOf(index, 2, 2), ...widget }));
  const ofStep = steps.flatMap((step, index) => [
    {
      ...placeOf(index, 2 + height, columns),
      ...graph(
        `${step}: latency, ms`,
        ['p50', 'p95', 'p99'].map((stat) => ({ metric: latency, stat })),
        step,
        on(budgets, step, ...latencies),
        context,
      ),
    },
    {
      ...placeOf(index, 2 + height + rows * height, columns),
      ...graph(
        `${step}: share of attempts that were good, and that failed`,
        [average('GoodShare'), average(errorShare)],
        step,
        on(budgets, step, 'errorShare'),
        context,
      ),
    },
  ]);
  const heading = {
    ...{ type: 'text', x: 0, y: 0, width: wholeWidth, height: 2 },
    properties: {
      markdown: `## Peakproof: ${place.app}, ${place.environment}, ${place.scenario}\nLast run \`${facts.runId}\`, from ${instantOf(facts.fromMs)}. Lines are budgets, bands are faults. Written whole by each run: changes by hand are lost.`,
    },
  };
  return JSON.stringify({
    start: instantOf(facts.fromMs),
    end: instantOf(facts.toMs),
    periodOverride: 'inherit',
    widgets: [heading, ...overall, ...ofStep],
  });
};
