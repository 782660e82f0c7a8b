import type { LiveEvent } from '../../adapters/live-page/serve-live-page.ts';
import type { Runbook } from '../../core/game-day/runbook-steps.ts';
import { journalEntries } from '../../core/wire/game-day.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { type Audience, formatClock, gameDayParts, journalWords, type ReportAssets } from '../../report/index.ts';
import type { GameDay, GameDayState, JournalLine } from '../../run/game-day/game-day.ts';
import type { LiveMode } from '../live-page.ts';

/** Before the faults are revealed, responders see what they wrote themselves, and when the load began. */
const mayRead = ({ role, entry }: JournalLine, audience: Audience, { revealed }: GameDayState): boolean =>
  audience === 'operator' || revealed || role === 'responder' || entry === 'started';

const line = ({ atSeconds, role, entry, text }: JournalLine) => ({
  at: atSeconds === null ? '–' : formatClock(atSeconds),
  who: role === 'operator' ? 'Operator' : 'Responders',
  words: journalWords[entry],
  text,
});

/** The state of a game day as one audience's page shows it. */
export const gameDayEvent = (game: GameDay, plan: Plan, audience: Audience): LiveEvent => {
  const state = game.state();
  const { experiment } = plan;
  const shown = {
    stage: state.stage,
    can: Object.fromEntries(journalEntries.map((entry) => [entry, game.can(audience, entry)])),
    ticked: state.ticked,
    journal: state.journal
      .filter((entry) => mayRead(entry, audience, state))
      .map(line)
      .reverse(),
    revealed:
      experiment !== null && (state.revealed || state.stage === 'debrief')
        ? {
            title: experiment.title,
            expected: experiment.hypothesis,
            faults: experiment.faults.map(({ name, kind, target }) => `${name} (${kind} on ${target})`),
          }
        : null,
  };
  return { event: 'gameDay', data: JSON.stringify(shown) };
};

/** What a game day makes of the live page. */
export const gameDayMode = (
  game: GameDay,
  plan: Plan,
  gameDay: GameDayPlan,
  runbooks: readonly Runbook[],
  assets: ReportAssets,
): LiveMode => ({
  parts: (audience) => gameDayParts(plan, gameDay, audience, runbooks, assets),
  onConnect: (audience) => [gameDayEvent(game, plan, audience)],
  onRequest: (audience, { action, fields }) =>
    game.ask(audience, action, typeof fields['text'] === 'string' ? fields['text'] : ''),
  revealed: () => game.state().revealed,
  byHand: gameDay.faultsBy === 'hand',
});
