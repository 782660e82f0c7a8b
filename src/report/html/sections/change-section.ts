import type { Comparison, FigureChange } from '../../../core/wire/comparison.ts';
import {
  changeEnds,
  changeInterval,
  changeSubject,
  changeText,
  changeWords,
  worstChangeFirst,
} from '../../words/change-words.ts';
import { markup, type Markup } from '../markup.ts';

/** Looks as the outcomes of budgets do; what is open is no more than a remark. */
const looks = { regression: 'fail', improvement: 'pass', noEvidence: 'advisory' } as const;

/** @param isNew whether its reason is another than that of the row above */
const changeRow = (figure: FigureChange, isNew: boolean): Markup => {
  const { before, after } = changeEnds(figure);
  const { sign, word } = changeWords[figure.outcome];
  const look = looks[figure.outcome];
  return markup`<tr class="${look}"><td data-label="Outcome"><span class="badge ${look}"><span class="sign" aria-hidden="true">${sign}</span>${word}</span></td>
<th scope="row">${changeSubject(figure)}${isNew ? markup`<span class="why">${figure.why}</span>` : null}</th>
<td data-label="Baseline" class="number">${before}</td>
<td data-label="This run" class="number strong">${after}</td>
<td data-label="Change" class="number">${changeText(figure)}<span class="sub">${changeInterval(figure)}</span></td></tr>`;
};

/** How the run differs from a baseline; null where none was named. It decides nothing. */
export const changeSection = (comparison: Comparison | null | undefined): Markup | null =>
  comparison === null || comparison === undefined
    ? null
    : markup`<section id="change"><h2>Change from the baseline</h2>
<p>${comparison.sentence}</p>
<p class="muted">Baseline: ${comparison.before.join(', ')}. The verdict does not depend on it.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Figure</th><th scope="col" class="number">Baseline</th><th scope="col" class="number">This run</th><th scope="col" class="number">Change, 95 % either side</th></tr></thead><tbody>${worstChangeFirst(comparison.figures).map((figure, at, all) => changeRow(figure, figure.why !== all[at - 1]?.why))}</tbody></table></div>
${[...comparison.leftOut.map(({ runId, why }) => `Left out: ${runId}, because ${why}.`), ...comparison.notes].map((aside) => markup`<p class="muted">${aside}</p>`)}</section>
`;
