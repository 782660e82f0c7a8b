import type { Detection, Verdict } from '../../../core/wire/verdict.ts';
import { formatClock, formatSeconds, noFigure } from '../../words/format.ts';
import { worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';
import { outcomeBadge } from './outcome-badge.ts';

const detectionRow = (row: Detection): Markup =>
  markup`<tr class="${row.outcome}"><td data-label="Outcome">${outcomeBadge(row.outcome)}</td>
<th scope="row">${row.fault}<span class="why">${row.why}</span></th>
<td data-label="Time to detect" class="number strong">${row.timeToDetectSeconds === null ? noFigure : formatSeconds(row.timeToDetectSeconds)}<span class="sub">${row.limitSeconds === null ? 'no budget' : `of ${formatSeconds(row.limitSeconds)}`}</span></td>
<td data-label="Applied" class="number">${row.appliedAtSeconds === null ? noFigure : formatClock(row.appliedAtSeconds)}</td>
<td data-label="Alarm">${row.alarm ?? noFigure}</td></tr>`;

/** Whether the operators' alarms noticed each fault; null where none were watched. */
export const detectionSection = ({ detection }: Verdict): Markup | null =>
  detection === undefined || detection.length === 0
    ? null
    : markup`<section id="detection"><h2>Detection</h2>
<p class="muted">From the fault to the first of the operators’ alarms that went off.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Fault</th><th scope="col" class="number">Time to detect</th><th scope="col" class="number">Applied</th><th scope="col">Alarm</th></tr></thead><tbody>${worstFirst(detection).map(detectionRow)}</tbody></table></div></section>`;
