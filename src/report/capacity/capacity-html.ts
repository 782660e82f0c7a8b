import type { CapacityFile } from '../../core/wire/capacity.ts';
import { modePage, modeTable } from '../html/mode-page.ts';
import { markup, type Markup } from '../html/markup.ts';
import { svgChart } from '../html/svg-chart.ts';
import { formatFigure, formatMs } from '../words/format.ts';
import { exhaustedSentence, probeWords, unitWords } from './capacity-words.ts';

/** Points of one load, the last probe at it, in order of the load. */
const lastProbes = ({ probes }: CapacityFile): CapacityFile['probes'] =>
  [...new Map(probes.map((probe) => [probe.level, probe])).values()].toSorted((a, b) => a.level - b.level);

const latencyChart = (file: CapacityFile): Markup => {
  const { held, broke } = file.knee;
  const probes = lastProbes(file).filter(({ outcome }) => outcome !== 'generatorLimited');
  const steps = [...new Set(probes.flatMap(({ p95Ms }) => Object.keys(p95Ms)))];
  const limits = [...new Set(steps.flatMap((step) => file.limitsMs[step] ?? []))];
  return svgChart({
    title: 'p95 against load',
    reading: file.sentence,
    xLabel: unitWords[file.unit],
    formatX: formatFigure,
    formatY: formatMs,
    scale: 'log',
    lines: steps.map((step) => ({
      label: step,
      look: 'series',
      points: probes.flatMap(({ level, p95Ms }) => {
        const y = p95Ms[step] ?? null;
        return y === null ? [] : [{ x: level, y }];
      }),
    })),
    limits: limits.map((y) => ({ y, label: `budget ${formatMs(y)}` })),
    bands: held === null || broke === null ? [] : [{ from: held, to: broke, label: 'knee' }],
  });
};

const probeTable = (file: CapacityFile): Markup =>
  modeTable(
    'Probes',
    [unitWords[file.unit], 'outcome', 'requests/s', 'why', 'run'],
    file.probes.map((probe) => [
      formatFigure(probe.level),
      probeWords[probe.outcome],
      formatFigure(probe.requestsPerSecond),
      probe.why,
      markup`<a href="../${probe.runId}/report.html">${probe.runId}</a>`,
    ]),
  );

/** `capacity.html`: the knee, latency against load, the probes with links to their reports. */
export const renderCapacityHtml = (file: CapacityFile, pageStyle: string): string =>
  modePage(
    {
      ...file,
      sections: [
        markup`<section>${latencyChart(file)}</section>`,
        markup`<section><h2>What gave way first</h2><p>${exhaustedSentence(file)}</p></section>`,
        probeTable(file),
      ],
    },
    pageStyle,
  );
