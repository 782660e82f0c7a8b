import type { CapacityFile, CapacityProbe } from '../../core/wire/capacity.ts';
import { alignTable, textWidth, wrap, type Cell, type TerminalOptions } from '../terminal/layout.ts';
import { palette } from '../terminal/palette.ts';
import { formatFigure, formatMs } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { exhaustedSentence, probeWords, unitWords } from './capacity-words.ts';

const barWidth = 24;

/** The p95 that is nearest to its limit, or furthest beyond it: step, value, share of the limit. */
const worstStep = (probe: CapacityProbe, limitsMs: CapacityFile['limitsMs']) =>
  Object.entries(probe.p95Ms)
    .map(([step, valueMs]) => {
      const limitMs = limitsMs[step] ?? Infinity;
      return { step, valueMs, share: valueMs === null ? Infinity : valueMs / limitMs };
    })
    .toSorted((a, b) => b.share - a.share)[0];

/** A bar that is full at the limit, on a logarithm from a hundredth of it. */
const bar = (share: number): string => {
  const filled = Math.round(barWidth * Math.min(1, Math.max(0, 1 + Math.log10(Math.max(share, 1e-9)) / 2)));
  return '█'.repeat(filled) + '·'.repeat(barWidth - filled);
};

/** One line for a probe that has just been judged. */
export const renderProbeLine = (probe: CapacityProbe, unit: CapacityFile['unit']): string =>
  `${formatFigure(probe.level)} ${unitWords[unit]}: ${probeWords[probe.outcome]}. ${probe.why}`;

/** Latency against load as a table with bars, the knee, and what gave way. */
export const renderCapacity = (file: CapacityFile, { colour, width: columns }: TerminalOptions): string => {
  const paint = palette(colour);
  const width = textWidth(columns);
  const { sign, word } = outcomeWords[file.verdict];
  const rows = file.probes
    .toSorted((a, b) => a.level - b.level)
    .map((probe): Cell[] => {
      const worst = worstStep(probe, file.limitsMs);
      const p95 = worst === undefined ? '' : worst.valueMs === null ? 'no answer' : formatMs(worst.valueMs);
      return [
        { text: formatFigure(probe.level) },
        { text: worst === undefined ? '' : bar(worst.share), paint: probe.outcome === 'broke' ? paint.red : paint.dim },
        { text: p95 },
        { text: worst?.step ?? '' },
        { text: `${formatFigure(probe.requestsPerSecond)}/s` },
        { text: probeWords[probe.outcome], ...(probe.outcome === 'held' ? { paint: paint.green } : {}) },
      ];
    });
  const head = [unitWords[file.unit], 'p95 against its budget', 'p95', 'step', 'requests', ''].map((text) => ({
    text,
    paint: paint.dim,
  }));
  return [
    paint.outcome[file.verdict](paint.bold(`${sign} ${word}`)),
    ...wrap(file.sentence, width),
    '',
    ...alignTable(
      [
        { align: 'right' },
        { align: 'left' },
        { align: 'right' },
        { align: 'left' },
        { align: 'right' },
        { align: 'left', gives: true },
      ],
      [head, ...rows],
      width,
    ),
    '',
    ...wrap(`What gave way first: ${exhaustedSentence(file)}`, width),
  ].join('\n');
};
