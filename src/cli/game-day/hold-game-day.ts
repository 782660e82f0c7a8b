import { createLogUpdate } from 'log-update';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../adapters/clock/system-clock.ts';
import type { Runbook } from '../../core/game-day/runbook-steps.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import { audiences, loadReportAssets } from '../../report/index.ts';
import { runFaultsByHand } from '../../run/game-day/faults-by-hand.ts';
import { openGameDay } from '../../run/game-day/game-day.ts';
import { interruptedBy } from '../../run/interrupted-by.ts';
import type { Journal } from '../../run/journal.ts';
import { changeFrom } from '../compared-runs.ts';
import { conclude } from '../conclude.ts';
import type { CliContext } from '../context.ts';
import { type LiveOptions, openLiveSite, type LivePage, type LiveSite } from '../live-page.ts';
import type { LiveFooter } from '../live-view.ts';
import type { ConductedRun } from '../conduct-run.ts';
import { type PlannedRun, runPlan } from '../run-plan.ts';
import { gameDayKeys } from './game-day-keys.ts';
import { gameDayEvent, gameDayMode } from './game-day-mode.ts';

export interface GameDayParts {
  readonly run: PlannedRun;
  readonly gameDay: GameDayPlan;
  readonly journal: Journal;
  readonly runbooks: readonly Runbook[];
  /** That of the drill. */
  readonly runbook: Runbook | undefined;
  readonly brief: string;
  readonly options: LiveOptions & { readonly yes?: true; readonly debrief: boolean };
}

/**
 * Holds a game day.
 *
 * 1. Brief and links; wait until the operator lets the load begin. 2. The run, with faults by hand or by plan, until the plateau is
 * released or has been held for as long as it may. 3. Judge. 4. Debrief, until the operator ends it. 5. Judge again: the journal is part of
 * the evidence.
 */
export const holdGameDay = async (context: CliContext, parts: GameDayParts): Promise<ConductedRun> => {
  const { run, gameDay, journal, runbooks, runbook, brief, options } = parts;
  const { plan, store } = run;
  const assets = loadReportAssets((file) => readFileSync(file, 'utf8'));
  const terminal = openKeyLine(context);
  let site: LiveSite | null = null;
  let page: LivePage | null = null;
  const game = openGameDay(plan, journal, systemClock, () => {
    for (const audience of audiences) page?.tell(audience, gameDayEvent(game, plan, audience));
    terminal.redraw();
  });
  const keys = gameDayKeys(game, runbook, (text) => terminal.say(text));
  terminal.open(keys);
  try {
    context.err(`\n${brief}\n`);
    site = await openLiveSite(context, options);
    page = site?.open(run, gameDayMode(game, plan, gameDay, runbooks, assets)) ?? null;
    const watched = page?.context ?? context;
    journal.say({ type: 'journal', entry: 'briefed', role: 'operator', text: '' });
    if (options.yes === true) game.ask('operator', 'started');
    else terminal.redraw();
    let failure: Error | null = null;
    if (await game.started(watched.signal)) {
      const people = {
        journal,
        release: game.release,
        footer: terminal.footer,
        ...(gameDay.faultsBy === 'hand' ? { runFaults: runFaultsByHand(game.hand) } : {}),
      };
      terminal.pause();
      failure = await runPlan(watched, { ...run, people, ...(page === null ? {} : { page }) });
    } else journal.say({ type: 'aborted', by: interruptedBy(watched.signal) });

    store.seal(plan.runId);
    const verdict = conclude(store, store.readEvidence());
    page?.showVerdict(verdict, path.join(store.folder, 'report.html'));
    game.debrief();
    if (options.debrief && !context.signal.aborted) {
      context.err(
        `\n${verdict.sentence}\nDebrief: what happened, which actions follow? It ends when the operator says so.`,
      );
      terminal.resume();
      await game.finished(context.signal);
    }
    store.seal(plan.runId);
    const evidence = store.readEvidence();
    return { verdict: conclude(store, evidence), evidence, failure, store, change: changeFrom(null, evidence) };
  } finally {
    terminal.close();
    await site?.close();
  }
};

/** The operator's keys on a terminal: a line of its own before and after the run, the live view's footer during it. */
const openKeyLine = (context: CliContext) => {
  const draw = createLogUpdate(process.stderr);
  let keys: ReturnType<typeof gameDayKeys> | null = null;
  let isOwnLine = true;
  let redrawView: (() => void) | undefined;
  let stopHearing: (() => void) | undefined;
  let last = '';
  const text = (): string => [last, keys?.line() ?? ''].filter((part) => part !== '').join('\n');
  const redraw = (): void => {
    if (!context.isTty || keys === null || stopHearing === undefined) return;
    if (isOwnLine) draw(text());
    else redrawView?.();
  };
  const footer: LiveFooter = {
    line: text,
    onRedraw: (given) => {
      redrawView = given;
    },
  };
  return {
    footer,
    redraw,
    say: (answer: string) => {
      last = answer;
      redraw();
    },
    open: (given: ReturnType<typeof gameDayKeys>) => {
      keys = given;
      stopHearing = context.onKey?.((key) => {
        given.press(key);
        redraw();
      });
    },
    pause: () => {
      isOwnLine = false;
      if (context.isTty) draw.clear();
    },
    resume: () => {
      isOwnLine = true;
      redraw();
    },
    close: () => {
      stopHearing?.();
      stopHearing = undefined;
      if (context.isTty) draw.done();
    },
  };
};
