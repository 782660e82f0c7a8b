import { groupBy } from '../../core/grouping.ts';
import type { Drift, DriftPoint, SoakFile } from '../../core/wire/soak.ts';
import { modePage, modeTable } from '../html/mode-page.ts';
import { markup, type Markup } from '../html/markup.ts';
import { outcomeBadge } from '../html/sections/outcome-badge.ts';
import { svgChart, type SvgPoint } from '../html/svg-chart.ts';
import { formatClock, formatFigure, formatSeconds } from '../words/format.ts';
import { formatDrift, intervalWords, perHourWords } from './soak-words.ts';

/** More points than this are not seen in a chart, and make a page heavy. */
const mostPoints = 240;
const secondsPerHour = 3_600;

const thinnedOut = <T>(points: readonly T[]): T[] => {
  const every = Math.ceil(points.length / mostPoints);
  return points.filter((_, index) => index % every === 0);
};

/** The line of the judged rate through the middle of the figure. */
const trendOf = (points: readonly SvgPoint[], perHour: number): SvgPoint[] => {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const middleX = (first.x + last.x) / 2;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  return [first.x, last.x].map((x) => ({ x, y: meanY + ((x - middleX) * perHour) / secondsPerHour }));
};

const driftChart = (drift: Drift, points: readonly DriftPoint[]): Markup => {
  const series = thinnedOut(points).map(({ atSeconds, value }) => ({ x: atSeconds, y: value }));
  const limit = points.at(-1)?.limit ?? null;
  return svgChart({
    title: drift.figure,
    reading: `${perHourWords(drift)}. ${drift.why}`,
    xLabel: 'since the soak began',
    formatX: formatClock,
    formatY: (value) => formatDrift(value, drift.unit),
    scale: 'linear',
    lines: [
      { label: drift.figure, look: 'series', points: series },
      { label: perHourWords(drift), look: 'trend', points: trendOf(series, drift.perHour) },
    ],
    limits: limit === null || drift.outcome !== 'fail' ? [] : [{ y: limit, label: `limit ${formatFigure(limit)}` }],
    bands: [],
  });
};

const rank = { fail: 0, inconclusive: 1, pass: 2 };

/** `soak.html`: every figure with its drift, a chart each, the legs with links to their reports. */
export const renderSoakHtml = (file: SoakFile, points: readonly DriftPoint[], pageStyle: string): string => {
  const drifts = file.drifts.toSorted((a, b) => rank[a.outcome] - rank[b.outcome]);
  const figures = groupBy(points, ({ figure }) => figure);
  return modePage(
    {
      ...file,
      sections: [
        modeTable(
          'Drift',
          ['figure', 'outcome', 'level', 'drift', 'interval an hour', 'matters over the soak', 'to its limit', 'why'],
          drifts.map((drift) => [
            drift.figure,
            outcomeBadge(drift.outcome),
            formatDrift(drift.level, drift.unit),
            perHourWords(drift),
            intervalWords(drift),
            formatDrift(drift.threshold, drift.unit),
            drift.hoursToLimit === null ? '–' : `${formatFigure(drift.hoursToLimit)} h`,
            drift.why,
          ]),
        ),
        markup`<section><h2>Over time</h2>${drifts.map((drift) => driftChart(drift, figures.get(drift.figure) ?? []))}</section>`,
        modeTable(
          'Legs',
          ['leg', 'began after', 'outcome', 'why', 'run'],
          file.legs.map(({ number, startedAtSeconds, outcome, why, runId, thinned }) => [
            String(number),
            formatSeconds(Math.round(startedAtSeconds)),
            outcomeBadge(outcome),
            why,
            markup`<a href="../${runId}/report.html">${runId}</a>${thinned ? ' (thinned)' : null}`,
          ]),
        ),
      ],
    },
    pageStyle,
  );
};
