import type { Finding } from '../../../core/wire/verdict.ts';
import type { ReportInput } from '../../report-input.ts';
import { budgetSourceText } from '../../words/budget-source.ts';
import { formatCount, formatRatio, noFigure } from '../../words/format.ts';
import { findingInterval, findingSubject, findingValue, limitText, worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';
import { outcomeBadge } from './outcome-badge.ts';

/** The interval of the bad share against the allowance, as a small picture; the figures stand beside it. */
const shareMeter = ({ value, low, high, allowance }: NonNullable<Finding['badShare']>): Markup => {
  const end = Math.max(2 * allowance, Math.min(1, high * 1.1), 1e-6);
  const x = (share: number): string => (4 + 112 * Math.min(1, share / end)).toFixed(1);
  return markup`<svg class="meter" viewBox="0 0 120 14" width="120" height="14" aria-hidden="true"><line class="axis" x1="4" x2="116" y1="7" y2="7"/><line class="allowed" x1="4" x2="${x(allowance)}" y1="7" y2="7"/><line class="spread" x1="${x(low)}" x2="${x(high)}" y1="7" y2="7"/><circle cx="${x(value)}" cy="7" r="3"/><line class="allowance" x1="${x(allowance)}" x2="${x(allowance)}" y1="1" y2="13"/></svg>`;
};

const badShareCell = ({ badShare }: Finding): Markup =>
  badShare === null
    ? markup`<td class="nothing">${noFigure}</td>`
    : markup`<td data-label="Bad share"><span class="share"><span class="figure-small">${formatRatio(badShare.value)}</span>${shareMeter(badShare)}</span><span class="sub">${formatRatio(badShare.low)} to ${formatRatio(badShare.high)}, ${formatRatio(badShare.allowance)} allowed</span></td>`;

const intervalNote = (finding: Finding): Markup | null => {
  const interval = findingInterval(finding);
  return interval === noFigure ? null : markup`<span class="sub">${interval}</span>`;
};

const findingRow = (finding: Finding): Markup =>
  markup`<tr class="${finding.outcome}"><td data-label="Outcome">${outcomeBadge(finding.outcome)}</td>
<th scope="row">${findingSubject(finding)}<span class="why">${finding.why}</span></th>
<td data-label="Value" class="number strong">${findingValue(finding)}${intervalNote(finding)}</td>
<td data-label="Limit" class="number">${limitText(finding)}</td>
${badShareCell(finding)}
<td data-label="Samples" class="number">${formatCount(finding.samples)}</td></tr>`;

/** Every budget judged, worst first. */
export const budgetsSection = ({ verdict, evidence }: ReportInput): Markup => {
  const table =
    verdict.findings.length === 0
      ? markup`<p class="notice">No budget applied to this run.</p>`
      : markup`<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Budget</th><th scope="col" class="number">Value, interval</th><th scope="col" class="number">Limit</th><th scope="col">Bad share</th><th scope="col" class="number">Samples</th></tr></thead><tbody>${worstFirst(verdict.findings).map(findingRow)}</tbody></table></div>`;
  return markup`<section id="budgets"><h2>Budgets</h2>
<p class="muted">Budgets: ${budgetSourceText(evidence.budgets.source)}. A latency budget is decided by the share of attempts that were late or failed, with its interval, not by the percentile alone.</p>
${table}</section>`;
};
