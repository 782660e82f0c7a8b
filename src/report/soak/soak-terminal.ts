import type { Drift, SoakFile, SoakLeg } from '../../core/wire/soak.ts';
import { alignTable, textWidth, wrap, type Cell, type TerminalOptions } from '../terminal/layout.ts';
import { palette } from '../terminal/palette.ts';
import { formatSeconds } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { formatDrift, intervalWords, perHourWords } from './soak-words.ts';

const rank = { fail: 0, inconclusive: 1, pass: 2 };

/** Worst first; among equals, the nearest to its threshold. */
const worstFirst = (drifts: readonly Drift[]): Drift[] => drifts.toSorted((a, b) => rank[a.outcome] - rank[b.outcome]);

const shownInLine = 4;

/** One line for a leg that has just ended: its verdict, and what moves most. */
export const renderLegLine = (leg: SoakLeg, { setting, drifts }: SoakFile): string => {
  const hours = formatSeconds(leg.startedAtSeconds + setting.legSeconds);
  const moving = drifts
    .filter(({ perHour }) => perHour !== 0)
    .toSorted((a, b) => Math.abs(b.perHour / b.threshold) - Math.abs(a.perHour / a.threshold))
    .slice(0, shownInLine)
    .map((drift) => `${drift.figure} ${formatDrift(drift.level, drift.unit)} ${perHourWords(drift)}`);
  const trouble = leg.outcome === 'pass' ? '' : ` (${leg.why})`;
  return `Leg ${leg.number} of ${setting.legs}, ${hours} in all: ${outcomeWords[leg.outcome].word}${trouble} · ${moving.join(' · ') || 'too early for a trend'}`;
};

/** The soak's verdict, its legs, and every figure with its drift. */
export const renderSoak = (file: SoakFile, { colour, width: columns }: TerminalOptions): string => {
  const paint = palette(colour);
  const width = textWidth(columns);
  const { sign, word } = outcomeWords[file.verdict];
  const rows = worstFirst(file.drifts).map((drift): Cell[] => [
    { text: outcomeWords[drift.outcome].sign, paint: paint.outcome[drift.outcome] },
    { text: drift.figure },
    { text: formatDrift(drift.level, drift.unit) },
    { text: perHourWords(drift) },
    { text: intervalWords(drift) },
    { text: `${formatDrift(drift.threshold, drift.unit)} matter` },
  ]);
  const head = ['', 'figure', 'level', 'drift', 'interval an hour', 'over the soak'].map((text) => ({
    text,
    paint: paint.dim,
  }));
  const unpassed = file.legs.filter(({ outcome }) => outcome !== 'pass');
  return [
    paint.outcome[file.verdict](paint.bold(`${sign} ${word}`)),
    ...wrap(file.sentence, width),
    '',
    ...alignTable(
      [
        { align: 'left' },
        { align: 'left', gives: true },
        { align: 'right' },
        { align: 'right' },
        { align: 'left' },
        { align: 'left' },
      ],
      [head, ...rows],
      width,
    ),
    ...(unpassed.length === 0 ? [] : ['']),
    ...unpassed.flatMap(({ number, runId, outcome, why }) =>
      wrap(`Leg ${number} (${runId}): ${outcomeWords[outcome].word}. ${why}`, width),
    ),
  ].join('\n');
};
