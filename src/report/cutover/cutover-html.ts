import { compareSides } from '../../core/cutover/judge-stage.ts';
import type { CutoverFile, CutoverSide } from '../../core/wire/cutover.ts';
import { markup, type Markup } from '../html/markup.ts';
import { modePage, modeTable } from '../html/mode-page.ts';
import { outcomeBadge } from '../html/sections/outcome-badge.ts';
import { formatCount, formatRatio } from '../words/format.ts';
import { comparisonWords } from './cutover-words.ts';

const sideCell = (side: CutoverSide | null): Markup =>
  side === null
    ? markup`–`
    : markup`${formatCount(side.virtualUsers)} users, ${formatCount(side.ordersPlaced)} orders <a href="../${side.runId}/report.html">${side.runId}</a><span class="why">${side.why}</span>`;

const readsSection = ({ reads }: CutoverFile): Markup => {
  if (reads === null)
    return markup`<section><h2>Reads</h2><p>None are known: cutover.reads in the configuration names them.</p></section>`;
  if (reads.differences.length === 0)
    return markup`<section><h2>Reads</h2><p>${reads.asked} reads, all answered alike.</p></section>`;
  return modeTable(
    `Reads: ${reads.differences.length} of ${reads.asked} answered differently`,
    ['path', 'difference'],
    reads.differences.map(({ path, what }) => [path, what]),
  );
};

/** `cutover.html`: the stages with both systems, step by step, what they answer differently, and the way back. */
export const renderCutoverHtml = (file: CutoverFile, pageStyle: string): string => {
  const { stages, backOut, setting } = file;
  return modePage(
    {
      ...file,
      sections: [
        modeTable(
          'Stages',
          ['share', 'outcome', setting.old, setting.next],
          stages.map(({ share, outcome, old, next }) => [
            formatRatio(share),
            outcomeBadge(outcome),
            sideCell(old),
            sideCell(next),
          ]),
        ),
        modeTable(
          'p95, step by step',
          ['share', 'step', `${setting.old} → ${setting.next}`],
          stages.flatMap((stage) =>
            compareSides(stage).map((step) => [formatRatio(stage.share), step.step, comparisonWords(step)]),
          ),
        ),
        readsSection(file),
        ...(backOut === null
          ? []
          : [markup`<section><h2>Back-out</h2><p>${backOut.because}</p><p>${sideCell(backOut.side)}</p></section>`]),
      ],
    },
    pageStyle,
  );
};
