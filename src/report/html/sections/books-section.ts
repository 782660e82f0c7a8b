import type { Invariant, Verdict } from '../../../core/wire/verdict.ts';
import { counted, formatCount } from '../../words/format.ts';
import { invariantWords, worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';
import { outcomeBadge } from './outcome-badge.ts';

const examples = (invariant: Invariant): Markup | null =>
  invariant.examples.length === 0
    ? null
    : markup`<details class="examples" open><summary>${counted(invariant.examples.length, 'example')}</summary><ul>${invariant.examples.map((example) => markup`<li><code>${example}</code></li>`)}</ul></details>`;

const invariantRow = (invariant: Invariant): Markup => {
  const { title, brokenWhen } = invariantWords[invariant.name];
  const { value, least, what } = invariant.exercised;
  return markup`<tr class="${invariant.outcome}"><td data-label="Outcome">${outcomeBadge(invariant.outcome)}</td>
<th scope="row">${title}${invariant.outcome === 'pass' ? null : markup`<span class="why finding">${invariant.why}</span>`}<span class="why">Broken when ${brokenWhen}.</span>${examples(invariant)}</th>
<td data-label="Found" class="number strong">${formatCount(invariant.count)}</td>
<td data-label="Exercised" class="number">${formatCount(value)} ${what}<span class="sub">at least ${formatCount(least)}</span></td></tr>`;
};

/** The nine invariants: the shoppers' ledger against the shop's own books. */
export const booksSection = ({ invariants }: Verdict): Markup =>
  markup`<section id="books"><h2>The books</h2>
<p class="muted">What shoppers were told, against the shop’s own orders, charges and stock. The limit is always 0.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Invariant</th><th scope="col" class="number">Found</th><th scope="col" class="number">Put to the test</th></tr></thead><tbody>${worstFirst(invariants).map(invariantRow)}</tbody></table></div></section>`;
