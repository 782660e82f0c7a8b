import type { Outcome } from '../../../core/wire/verdict.ts';
import { outcomeWords } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';

/** Sign, word and colour; any two of them are enough. */
export const outcomeBadge = (outcome: Outcome): Markup =>
  markup`<span class="badge ${outcome}"><span class="sign" aria-hidden="true">${outcomeWords[outcome].sign}</span>${outcomeWords[outcome].word}</span>`;
