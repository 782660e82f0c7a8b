import { markup, type Markup } from '../markup.ts';

const words: readonly (readonly [string, string])[] = [
  ['Virtual user', 'One simulated shopper with its own cookies, identity and pace.'],
  ['Step', 'One named action of a shopper, one or more requests. Budgets judge steps.'],
  ['Bad share', 'Share of attempts that failed or took longer than the limit. “p95 within L” allows 5 %.'],
  ['Interval', 'Where the true figure lies, given how few or how bunched the samples are.'],
  ['Inconclusive', 'The evidence decides neither way: too few samples, a weak load machine, or missing evidence.'],
  ['Advisory', 'Shown, but decides nothing, for instance because the phase was too short.'],
  ['Onset', 'The first window of a breach that lasts, not before the fault was in place.'],
  ['Service recovery', 'From the onset to recovered: how long shoppers were hurt.'],
  ['After the heal', 'From the fault’s end to recovered: what the shop needed to heal itself.'],
  ['Downtime', 'All seconds in which checkout was in breach.'],
];

/** The words that a reader new to the report needs. */
export const wordsSection = (): Markup =>
  markup`<section id="words"><h2>Words</h2><dl class="words">${words.map(([word, meaning]) => markup`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl></section>`;
