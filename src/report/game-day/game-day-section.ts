import type { RunEvent } from '../../core/wire/events.ts';
import type { GameDayTime } from '../../core/wire/verdict.ts';
import { markup, type Markup } from '../html/markup.ts';
import { outcomeBadge } from '../html/sections/outcome-badge.ts';
import type { ReportInput } from '../report-input.ts';
import { formatClock, formatSeconds, noFigure } from '../words/format.ts';
import { phaseWords } from '../words/words.ts';
import { journalWords, stepsDone, textsOf, timeWords } from './journal-words.ts';

const timeRow = ({ fault, what, seconds, limitSeconds, outcome, why }: GameDayTime): Markup =>
  markup`<tr class="${outcome}"><td data-label="Outcome">${outcomeBadge(outcome)}</td>
<th scope="row">${timeWords[what]}${fault === '' ? null : ` · ${fault}`}<span class="why">${why}</span></th>
<td data-label="Time" class="number strong">${seconds === null ? noFigure : formatSeconds(seconds)}</td>
<td data-label="Limit" class="number">${limitSeconds === null ? noFigure : formatSeconds(limitSeconds)}</td></tr>`;

/** One line of the timeline; null for what is of no interest to people. */
const eventText = (event: RunEvent): { who: string; text: string } | null => {
  switch (event.type) {
    case 'journal':
      return {
        who: event.role === 'operator' ? 'Operator' : 'Responders',
        text: `${journalWords[event.entry]}${event.text === '' ? '' : `: ${event.text}`}`,
      };
    case 'fault':
      return event.state === 'applied' || event.state === 'healed'
        ? { who: 'Fault', text: `${event.fault} ${event.state === 'applied' ? 'in place' : 'healed'}` }
        : null;
    case 'phase':
      return { who: 'Run', text: `phase ${phaseWords[event.phase]}` };
    case 'alarm':
      return { who: 'Alarm', text: `${event.alarm}: ${event.from} to ${event.to}` };
    case 'aborted':
      return { who: 'Run', text: `aborted by ${event.by}` };
    default:
      return null;
  }
};

const timeline = (events: readonly RunEvent[]): Markup =>
  markup`<ol class="journal">${events.flatMap((event) => {
    const told = eventText(event);
    if (told === null) return [];
    const at = event.offsetSeconds === null ? noFigure : formatClock(event.offsetSeconds);
    return [markup`<li><span class="at">${at}</span> <span class="who">${told.who}</span> ${told.text}</li>`];
  })}</ol>`;

const list = (texts: readonly string[], whenEmpty: string): Markup =>
  texts.length === 0
    ? markup`<p class="muted">${whenEmpty}</p>`
    : markup`<ul class="plain">${texts.map((text) => markup`<li>${text}</li>`)}</ul>`;

/** What people did on a game day, and how quick they were; null for any other run. */
export const gameDaySection = ({ evidence, verdict }: ReportInput): Markup | null => {
  const { gameDay, experiment } = evidence.plan;
  if (gameDay === undefined) return null;
  const { events } = evidence;
  return markup`<section id="game-day"><h2>Game day</h2>
<p class="muted">Operator ${gameDay.operator}, responders ${gameDay.responders.length === 0 ? 'not named' : gameDay.responders.join(', ')}; faults by ${gameDay.faultsBy}. Times count from the fault in place.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Time</th><th scope="col" class="number">Taken</th><th scope="col" class="number">Limit</th></tr></thead><tbody>${(verdict.gameDay ?? []).map(timeRow)}</tbody></table></div>
<div class="expectations"><div><h3>Expected</h3><p>${experiment?.hypothesis ?? noFigure}</p></div><div><h3>Happened</h3><p>${verdict.sentence}</p>${list(textsOf(events, 'happened'), 'Nobody wrote down what happened.')}</div></div>
<h3>Actions to take</h3>${list(textsOf(events, 'action'), 'None was written down.')}
<h3>Steps of the runbook that were done</h3>${list(stepsDone(events), 'None was ticked off.')}
<h3>Timeline</h3>${timeline(events)}</section>`;
};
