import type { Outcome } from '../../core/wire/verdict.ts';
import { formatInstant } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { markup, trustedText, type Markup } from './markup.ts';
import { outcomeBadge } from './sections/outcome-badge.ts';

/** What the pages of capacity, soak and cutover have in common. */
export interface ModePage {
  readonly id: string;
  readonly startedAt: string;
  readonly verdict: Exclude<Outcome, 'advisory'>;
  readonly exitCode: number;
  readonly sentence: string;
  readonly sections: readonly Markup[];
}

/** A table of a mode's page: heading, columns, rows of text or markup. */
export const modeTable = (
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup =>
  markup`<section><h2>${heading}</h2><div class="scroll" tabindex="0" role="region" aria-label="${heading}"><table class="stacked"><thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map(
    ([first = '', ...rest]) =>
      markup`<tr><th scope="row">${first}</th>${rest.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div></section>`;

/** One HTML file that needs nothing else and runs no script. */
export const modePage = (page: ModePage, pageStyle: string): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${outcomeWords[page.verdict].word}: ${page.id} · Peakproof</title>
<link rel="icon" href="data:,">
<style>${trustedText(pageStyle, 'style')}</style>
</head>
<body>
<header class="masthead"><span class="brand">Peakproof</span><span class="run">${page.id}</span></header>
<main>
<section class="hero ${page.verdict}" aria-labelledby="sentence">
<p class="verdict-line">${outcomeBadge(page.verdict)}<span class="muted">exit code ${page.exitCode}</span></p>
<h1 id="sentence">${page.sentence}</h1>
<p class="muted">${formatInstant(page.startedAt)}</p></section>
${page.sections}
</main>
</body>
</html>
`.text;
