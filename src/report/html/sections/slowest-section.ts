import { mergeLatencyCounts, quantileMs } from '../../../core/timeline/latency-counts.ts';
import { readStepTimeline } from '../../../core/timeline/step-series.ts';
import type { ReportInput } from '../../report-input.ts';
import type { RunSeries } from '../../series.ts';
import { formatClock, formatCount, formatMs, formatRatio, noFigure } from '../../words/format.ts';
import { markup, type Markup } from '../markup.ts';

interface StepFigures {
  readonly step: string;
  readonly attempts: number;
  readonly bad: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Start of the bucket with the highest p95; null without one. */
  readonly worstAtSeconds: number | null;
}

const figuresOf = ({ evidence }: ReportInput, series: RunSeries): StepFigures[] => {
  const { steps } = readStepTimeline(evidence.workers);
  return series.steps.map(({ step, p95Ms, p95Unanswered }) => {
    const seconds = [...(steps.get(step)?.values() ?? [])];
    const good = mergeLatencyCounts(seconds.map((second) => second.good));
    const bad = seconds.reduce((sum, second) => sum + second.bad, 0);
    const height = (at: number): number => (p95Unanswered[at] === true ? Infinity : (p95Ms[at] ?? -1));
    const worst = p95Ms.reduce<number>((best, _, at) => (height(at) > height(best) ? at : best), 0);
    return {
      step,
      attempts: good.total + bad,
      bad,
      p50Ms: quantileMs(good, bad, 0.5),
      p95Ms: quantileMs(good, bad, 0.95),
      p99Ms: quantileMs(good, bad, 0.99),
      worstAtSeconds: height(worst) < 0 ? null : (series.startSeconds[worst] ?? null),
    };
  });
};

const latency = (value: number | null, attempts: number): string =>
  value !== null ? formatMs(value) : attempts === 0 ? noFigure : 'no answer';

const row = ({ step, attempts, bad, p50Ms, p95Ms, p99Ms, worstAtSeconds }: StepFigures): Markup =>
  markup`<tr><th scope="row">${step}</th>
<td data-label="p50" class="number">${latency(p50Ms, attempts)}</td><td data-label="p95" class="number strong">${latency(p95Ms, attempts)}</td><td data-label="p99" class="number">${latency(p99Ms, attempts)}</td>
<td data-label="Failed" class="number">${attempts === 0 ? noFigure : formatRatio(bad / attempts)}</td><td data-label="Attempts" class="number">${formatCount(attempts)}</td>
<td data-label="Slowest at" class="number">${worstAtSeconds === null ? noFigure : formatClock(worstAtSeconds)}</td></tr>`;

const slowness = ({ p95Ms, attempts }: StepFigures): number => (attempts === 0 ? -1 : (p95Ms ?? Infinity));

/** Every step over the whole run, the slowest first. */
export const slowestSection = (input: ReportInput, series: RunSeries): Markup =>
  markup`<section id="slowest"><h2>Slowest steps</h2>
<p class="muted">Over the whole run, ramps and faults included; budgets judge a phase. A failed attempt ranks behind every answer.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Step</th><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col" class="number">p99</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Attempts</th><th scope="col" class="number">Slowest at</th></tr></thead><tbody>${figuresOf(
    input,
    series,
  )
    .toSorted((a, b) => slowness(b) - slowness(a))
    .map(row)}</tbody></table></div></section>`;
