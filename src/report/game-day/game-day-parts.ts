import type { Runbook } from '../../core/game-day/runbook-steps.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type { ReportAssets } from '../html/assets.ts';
import type { LivePageParts } from '../html/live/render-live-page.ts';
import { markup, withCode, type Markup } from '../html/markup.ts';
import type { Audience } from '../live/audience.ts';
import { formatSeconds } from '../words/format.ts';
import { plannedLoadText } from '../words/load-words.ts';

const button = (action: string, text: string, look = ''): Markup =>
  markup`<button type="button" class="${look}" data-action="${action}">${text}</button>`;

const brief = (plan: Plan, gameDay: GameDayPlan, audience: Audience): Markup => {
  const { experiment } = plan;
  const people = gameDay.responders.length === 0 ? 'not named' : gameDay.responders.join(', ');
  return markup`<dl class="facts">
<div><dt>Operator</dt><dd>${gameDay.operator}</dd></div><div><dt>Responders</dt><dd>${people}</dd></div>
<div><dt>Load at the peak</dt><dd>${plannedLoadText(plan.load)}</dd></div>
<div><dt>Somebody takes it on within</dt><dd>${formatSeconds(gameDay.acknowledgeWithinSeconds)}</dd></div><div><dt>Mended within</dt><dd>${formatSeconds(gameDay.mendWithinSeconds)}</dd></div>
<div><dt>The plateau is held at most</dt><dd>${formatSeconds(gameDay.holdAtMostSeconds)}</dd></div></dl>
${
  audience === 'responder'
    ? markup`<p class="muted">Something will go wrong, or not. Watch the figures, say when you notice, take it on, mend it. The fault is shown with the debrief.</p>`
    : experiment === null
      ? null
      : markup`<h3>${experiment.title}</h3><p>${experiment.hypothesis}</p><ul class="plain">${experiment.faults.map(({ name, kind, target }) => markup`<li>${name}: ${kind} on ${target}, ${gameDay.faultsBy === 'hand' ? 'by hand' : 'by plan'}</li>`)}</ul>`
}`;
};

const controls = (gameDay: GameDayPlan, audience: Audience): Markup =>
  markup`<div class="controls" role="group" aria-label="${audience === 'operator' ? 'Operator' : 'Responders'}">${
    audience === 'operator'
      ? [
          button('started', 'Let the load begin', 'main'),
          gameDay.faultsBy === 'hand' ? [button('inject', 'Inject', 'danger'), button('heal', 'Heal', 'main')] : null,
          button('released', 'Release the plateau'),
          button('revealed', 'Reveal to responders'),
          button('finished', 'End the debrief'),
        ]
      : [
          button('noticed', 'We notice something'),
          button('acknowledged', 'We take it on', 'main'),
          button('mitigated', 'It is mitigated', 'main'),
        ]
  }</div>`;

const checklist = ({ name, title, steps }: Runbook, isOpen: boolean): Markup =>
  markup`<details class="runbook"${isOpen ? markup` open` : null}><summary>${title}</summary><ol>${steps.map((step) => markup`<li><label><input type="checkbox" data-step="${name}: ${step}"> ${withCode(step)}</label></li>`)}</ol></details>`;

const writing = markup`<form class="journal-form"><label for="entry">Write</label>
<select id="entry" name="entry"><option value="note">a note</option><option value="happened">what happened</option><option value="action">an action to take</option></select>
<input id="journal-text" name="text" aria-label="Text" autocomplete="off" maxlength="2000"><button type="submit">Into the journal</button></form>`;

/**
 * What a game day adds to the live page: brief, buttons, runbooks to tick off, the journal. The operator has the drill's own runbook;
 * responders have all of them and choose, as on the day.
 */
export const gameDayParts = (
  plan: Plan,
  gameDay: GameDayPlan,
  audience: Audience,
  runbooks: readonly Runbook[],
  assets: Pick<ReportAssets, 'gameDayScript'>,
): LivePageParts => {
  const own = plan.experiment?.runbook?.replace(/^.*\//, '').replace(/\.md$/, '') ?? null;
  const shown = runbooks.filter(({ name, steps }) => steps.length > 0 && (audience === 'responder' || name === own));
  return {
    aboveCharts: markup`<section id="game-day"><h2>Game day <span class="muted" id="stage"></span></h2>
${brief(plan, gameDay, audience)}${controls(gameDay, audience)}
<div class="revealed" id="revealed" hidden></div></section>
<section id="journal"><h2>Journal</h2>${writing}<ol class="stages" id="journal-lines"></ol></section>
<section id="runbooks"><h2>${audience === 'operator' ? 'Runbook' : 'Runbooks'}</h2>${
      shown.length === 0
        ? markup`<p class="muted">There is no runbook with steps to tick off.</p>`
        : shown.map((runbook) => checklist(runbook, audience === 'operator'))
    }</section>`,
    belowCharts: null,
    scripts: [assets.gameDayScript],
  };
};
