import type { GameDayRole, JournalEntry } from '../../core/wire/game-day.ts';
import type { Plan, PlannedFault } from '../../core/wire/plan.ts';
import type { Clock } from '../../ports.ts';
import type { Journal } from '../journal.ts';
import type { Watcher } from '../watcher.ts';
import type { FaultHand } from './faults-by-hand.ts';

/** Where a game day is. */
export type GameDayStage = 'brief' | 'driving' | 'debrief' | 'finished';

/** One line of the journal as pages and terminal show it. */
export interface JournalLine {
  readonly atSeconds: number | null;
  readonly role: GameDayRole;
  readonly entry: JournalEntry;
  readonly text: string;
}

export interface GameDayState {
  readonly stage: GameDayStage;
  readonly revealed: boolean;
  /** The fault in place; null when none is. By hand only: with a plan the run tells. */
  readonly inPlace: string | null;
  /** The fault that the operator may put in next; null when there is none, or one is in place. */
  readonly nextFault: string | null;
  readonly released: boolean;
  readonly journal: readonly JournalLine[];
  /** `<runbook>: <step>` of the steps that are ticked off. */
  readonly ticked: readonly string[];
}

export interface Answer {
  readonly accepted: boolean;
  readonly text: string;
}

export interface GameDay {
  readonly hand: FaultHand;
  /** Ends the load in good order once the operator has released the plateau. */
  readonly release: Watcher;
  state(): GameDayState;
  /** Whether it would be accepted now. */
  can(role: GameDayRole, entry: JournalEntry): boolean;
  /** What a person asks for; the answer is for that person. */
  ask(role: GameDayRole, entry: string, text?: string): Answer;
  /** Resolves when the operator lets the load begin; false when the signal aborts before. */
  started(signal: AbortSignal): Promise<boolean>;
  /** The load has ended: what is left is the debrief. */
  debrief(): void;
  /** Resolves when the debrief is over. */
  finished(signal: AbortSignal): Promise<void>;
}

const operatorsAlone: readonly string[] = ['started', 'inject', 'heal', 'released', 'revealed', 'finished'];
const needText: readonly string[] = ['note', 'step', 'stepUndone', 'happened', 'action'];
const mostText = 2_000;

/** A word that is said once, and those who wait for it. */
const openWord = () => {
  const said = new AbortController();
  return {
    say: () => said.abort(),
    isSaid: () => said.signal.aborted,
    /** True when it was said before the signal aborted. */
    heard: (signal: AbortSignal): Promise<boolean> =>
      new Promise((resolve) => {
        const either = AbortSignal.any([said.signal, signal]);
        const end = (): void => resolve(said.signal.aborted && !signal.aborted);
        if (either.aborted) end();
        else either.addEventListener('abort', end, { once: true });
      }),
  };
};

/**
 * A game day: what people ask for, what becomes of it, and the journal of both. Every word is written to the events before anything is done.
 * @param onChange called after each change, for those who show it
 */
export const openGameDay = (
  plan: Plan,
  journal: Journal,
  clock: Pick<Clock, 'sleep'>,
  onChange: () => void,
): GameDay => {
  const byHand = plan.gameDay?.faultsBy === 'hand';
  const faults = plan.experiment?.faults ?? [];
  const start = openWord();
  const end = openWord();
  const inject = new Map(faults.map(({ name }) => [name, openWord()]));
  const heal = new Map(faults.map(({ name }) => [name, openWord()]));
  const lines: JournalLine[] = [];
  const ticked = new Set<string>();
  let stage: GameDayStage = 'brief';
  let [released, revealed] = [false, false];
  let inPlace: string | null = null;

  const note = (role: GameDayRole, entry: JournalEntry, text: string): void => {
    journal.say({ type: 'journal', entry, role, text });
    lines.push({ atSeconds: journal.offsetSeconds(), role, entry, text });
  };
  const nextFault = (): PlannedFault | undefined =>
    byHand && inPlace === null ? faults.find(({ name }) => inject.get(name)?.isSaid() !== true) : undefined;

  const refusal = (role: GameDayRole, entry: string, text: string): string | null => {
    if (operatorsAlone.includes(entry) && role !== 'operator') return 'Only the operator may do that.';
    if (needText.includes(entry) && text === '') return 'There is no text.';
    const running = stage === 'driving' && journal.offsetSeconds() !== null;
    switch (entry) {
      case 'started':
        return stage === 'brief' ? null : 'The load has begun already.';
      case 'inject':
        if (!byHand) return 'The faults of this game day go in by plan.';
        if (!running) return 'The load is not running.';
        return nextFault() === undefined ? 'A fault is in place, or all of them have been.' : null;
      case 'heal':
        if (!byHand) return 'The faults of this game day come out by plan; Stop heals at once.';
        return inPlace === null ? 'No fault is in place.' : null;
      case 'released':
        if (!running) return 'The load is not running.';
        return inPlace === null ? null : 'A fault is in place: heal it first.';
      case 'noticed':
      case 'acknowledged':
      case 'mitigated':
        return running ? null : 'The load is not running: times could not be taken.';
      case 'revealed':
        return revealed ? 'The responders know already.' : null;
      case 'finished':
        return stage === 'debrief' ? null : 'The debrief has not begun.';
      case 'note':
      case 'step':
      case 'stepUndone':
      case 'happened':
      case 'action':
        return stage === 'finished' ? 'The game day is over.' : null;
      default:
        return 'Not known here.';
    }
  };

  const act = (entry: JournalEntry, text: string): string => {
    switch (entry) {
      case 'started':
        stage = 'driving';
        start.say();
        return 'The load begins.';
      case 'inject': {
        const fault = nextFault();
        if (fault !== undefined) inject.get(fault.name)?.say();
        return 'The fault goes in.';
      }
      case 'heal':
        if (inPlace !== null) heal.get(inPlace)?.say();
        return 'The fault comes out.';
      case 'released':
        released = true;
        return 'The plateau is released: shoppers leave.';
      case 'revealed':
        revealed = true;
        return 'The responders see the faults now.';
      case 'finished':
        stage = 'finished';
        end.say();
        return 'The game day is over.';
      case 'step':
        ticked.add(text);
        return 'Ticked off.';
      case 'stepUndone':
        ticked.delete(text);
        return 'Not ticked off any more.';
      default:
        return 'Written into the journal.';
    }
  };

  const latestHealSeconds = plan.timing.rampDownStartSeconds - plan.timing.recoveryReserveSeconds;

  return {
    hand: {
      toInject: async ({ name }, stopNow) => (await inject.get(name)?.heard(stopNow)) ?? false,
      toHeal: async ({ name }, stopNow) => {
        const enough = new AbortController();
        const leftMs = Math.max(0, latestHealSeconds - (journal.offsetSeconds() ?? 0)) * 1_000;
        const longest = clock.sleep(leftMs, AbortSignal.any([stopNow, enough.signal])).then(() => 'plan' as const);
        const word = heal
          .get(name)
          ?.heard(stopNow)
          .then((said) => (said ? ('hand' as const) : null));
        const by = await Promise.race([longest, ...(word === undefined ? [] : [word])]);
        enough.abort();
        return stopNow.aborted ? null : by;
      },
      onState: ({ name }, state) => {
        inPlace = state === 'inPlace' ? name : null;
        onChange();
      },
    },
    release: { see: () => (released ? { wish: 'endLoad', why: 'the operator released the plateau' } : null) },
    state: () => ({
      stage,
      revealed,
      inPlace,
      nextFault: nextFault()?.name ?? null,
      released,
      journal: lines,
      ticked: [...ticked],
    }),
    can: (role, entry) => refusal(role, entry, 'some text') === null,
    ask: (role, entry, given = '') => {
      const text = given.trim().slice(0, mostText);
      const refused = refusal(role, entry, text);
      if (refused !== null) return { accepted: false, text: refused };
      const known = entry as JournalEntry;
      note(role, known, known === 'inject' ? (nextFault()?.name ?? '') : known === 'heal' ? (inPlace ?? '') : text);
      const answer = act(known, text);
      onChange();
      return { accepted: true, text: answer };
    },
    started: (signal) => start.heard(signal),
    debrief: () => {
      inPlace = null;
      stage = 'debrief';
      if (!revealed) {
        revealed = true;
        note('operator', 'revealed', '');
      }
      onChange();
    },
    finished: async (signal) => {
      await end.heard(signal);
    },
  };
};
