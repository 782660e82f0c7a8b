import type { PhaseSpan } from '../../../core/phase-span.ts';
import { formatClock } from '../../words/format.ts';
import { phaseWords } from '../../words/words.ts';
import type { ChartMark, FaultBand } from '../chart.ts';
import { markup, type Markup } from '../markup.ts';

const percent = (share: number): string => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

const place = (from: number, to: number, end: number): Markup =>
  markup`left:${percent(from / end)};width:${percent((to - from) / end)}`;

const phaseItem =
  (end: number) =>
  (span: PhaseSpan): Markup => {
    const times = `${formatClock(span.fromSeconds)} to ${formatClock(span.toSeconds)}`;
    return markup`<li class="phase ${span.phase}" style="${place(span.fromSeconds, span.toSeconds, end)}" title="${phaseWords[span.phase]}, ${times}"><span>${phaseWords[span.phase]}</span><span class="quiet"> ${times}</span></li>`;
  };

const bandItem =
  (end: number) =>
  (band: FaultBand): Markup =>
    markup`<li class="band" style="${place(band.fromSeconds, band.toSeconds, end)}"><span class="quiet">${band.label}, ${formatClock(band.fromSeconds)} to ${formatClock(band.toSeconds)}</span></li>`;

const markItem =
  (end: number) =>
  (mark: ChartMark): Markup =>
    markup`<li class="mark ${mark.kind}" style="left:${percent(mark.atSeconds / end)}"><span>${mark.kind} ${formatClock(mark.atSeconds)}</span></li>`;

/** Phases, faults, onset and recovery on one line of time: readable without a script, and in print. */
export const runRibbon = (
  phases: readonly PhaseSpan[],
  bands: readonly FaultBand[],
  marks: readonly ChartMark[],
  endSeconds: number,
): Markup => {
  const faults = bands.map((band) => `${band.label} ${formatClock(band.fromSeconds)}–${formatClock(band.toSeconds)}`);
  return markup`<div class="ribbon">
<ol class="track" aria-label="Phases">${phases.map(phaseItem(endSeconds))}</ol>
<ul class="track thin" aria-label="Faults">${bands.map(bandItem(endSeconds))}</ul>
<ul class="track marks" aria-label="Onset and recovery">${marks.map(markItem(endSeconds))}</ul>
<p class="ribbon-text muted">${faults.length === 0 ? 'No fault was injected.' : markup`<span class="swatch band"></span> fault in place: ${faults.join(', ')}`}</p></div>`;
};
