import type { Recovery, Verdict } from '../../../core/wire/verdict.ts';
import { formatClock, formatSeconds, noFigure } from '../../words/format.ts';
import { faultCostLine } from '../../words/fault-cost.ts';
import { indicatorWords, recoveryValue, worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';
import { outcomeBadge } from './outcome-badge.ts';

const clock = (offsetSeconds: number | null): string =>
  offsetSeconds === null ? noFigure : formatClock(offsetSeconds);
const seconds = (value: number | null): string => (value === null ? noFigure : formatSeconds(value));

const recoveryRow = (row: Recovery): Markup =>
  markup`<tr class="${row.outcome}"><td data-label="Outcome">${outcomeBadge(row.outcome)}</td>
<th scope="row">${row.step} · ${row.fault}<span class="why">${row.why}</span></th>
<td data-label="${indicatorWords[row.indicator]}" class="number strong">${row.onsetAtSeconds === null ? 'never degraded' : recoveryValue(row)}<span class="sub">${row.limitSeconds === null ? 'no budget' : `of ${formatSeconds(row.limitSeconds)}`}</span></td>
<td data-label="Applied" class="number">${clock(row.appliedAtSeconds)}</td>
<td data-label="Onset" class="number">${clock(row.onsetAtSeconds)}</td>
<td data-label="Healed" class="number">${clock(row.healedAtSeconds)}</td>
<td data-label="Recovered" class="number">${clock(row.recoveredAtSeconds)}</td>
<td data-label="After the heal" class="number">${seconds(row.selfHealingSeconds)}</td>
<td data-label="Degraded" class="number">${seconds(row.degradedSeconds)}<span class="sub">${row.episodes === 1 ? '1 episode' : `${row.episodes} episodes`}</span></td>
<td data-label="Time to detect" class="number">${row.timeToDetectSeconds === null ? 'not assessed' : formatSeconds(row.timeToDetectSeconds)}${row.detectedBy === undefined ? null : markup`<span class="sub">${row.detectedBy}</span>`}</td></tr>`;

const headings = ['Applied', 'Onset', 'Healed', 'Recovered', 'After heal', 'Degraded', 'Detected'];

/** Per fault and step: the four instants of DESIGN §6 and what follows from them. */
export const recoverySection = ({ recovery, faultCosts = [] }: Verdict): Markup =>
  markup`<section id="recovery"><h2>Recovery</h2>${
    recovery.length === 0
      ? markup`<p class="muted">No fault met a budgeted step in this run.</p>`
      : markup`<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Step · fault</th><th scope="col" class="number">Recovery</th>${headings.map((heading) => markup`<th scope="col" class="number">${heading}</th>`)}</tr></thead><tbody>${worstFirst(recovery).map(recoveryRow)}</tbody></table></div>`
  }${faultCosts.map((cost) => markup`<p>${faultCostLine(cost)}</p>`)}</section>`;
