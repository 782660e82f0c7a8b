import type { ReportInput } from '../../report-input.ts';
import { formatInstant, formatSeconds } from '../../words/format.ts';
import { nextSteps } from '../../words/next-steps.ts';
import { publicationText } from '../../words/publication.ts';
import { endOfRun } from '../../words/words.ts';
import { markup, withCode, type Markup } from '../markup.ts';
import { outcomeBadge } from './outcome-badge.ts';

const problems = ({ verdict }: ReportInput): Markup | null =>
  verdict.problems.length === 0
    ? null
    : markup`<div class="notice"><h2>Evidence missing or damaged</h2>
<ul>${verdict.problems.map(({ file, what }) => markup`<li><code>${file}</code> ${what}</li>`)}</ul></div>`;

const faultsLeft = ({ verdict }: ReportInput): Markup | null =>
  verdict.faultsLeft.length === 0
    ? null
    : markup`<div class="notice urgent" role="alert"><h2>Faults may still be in place</h2>
<ul>${verdict.faultsLeft.map((fault) => markup`<li><code>${fault}</code></li>`)}</ul></div>`;

const published = ({ evidence }: ReportInput): Markup | null => {
  const found = publicationText(evidence.events);
  if (found === null) return null;
  const { text, dashboard } = found;
  const link = dashboard === null ? null : markup`; dashboard ${dashboardLink(dashboard)}`;
  return markup`<p class="muted">CloudWatch: ${text}${link}.</p>`;
};

const dashboardLink = ({ name, url }: { readonly name: string; readonly url: string | null }): Markup =>
  url === null ? markup`<code>${name}</code>` : markup`<a href="${url}" rel="noreferrer">${name}</a>`;

/** The verdict in one sentence, what to do next, and what stands in the way of trusting it. */
export const verdictSection = (input: ReportInput): Markup => {
  const { verdict } = input;
  const started = verdict.startedAt === null ? 'never started' : formatInstant(verdict.startedAt);
  return markup`<section class="hero ${verdict.verdict}" aria-labelledby="sentence">
<p class="verdict-line">${outcomeBadge(verdict.verdict)}<span class="muted">exit code ${verdict.exitCode}</span></p>
<h1 id="sentence">${verdict.sentence}</h1>
<p class="muted">${started} · ${formatSeconds(verdict.durationSeconds)} · ${endOfRun(verdict)} · seed ${verdict.seed}</p>
<div class="next"><h2>What to do next</h2><ol>${nextSteps(verdict).map((step) => markup`<li>${withCode(step)}</li>`)}</ol></div>
${published(input)}${faultsLeft(input)}${problems(input)}</section>`;
};
