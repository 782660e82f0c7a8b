import type { RunEvent } from '../../core/wire/events.ts';
import type { JournalEntry } from '../../core/wire/game-day.ts';
import type { GameDayTime } from '../../core/wire/verdict.ts';

/** What an entry of the journal says, before its text. */
export const journalWords: Record<JournalEntry, string> = {
  briefed: 'briefed',
  started: 'let the load begin',
  inject: 'asked for the fault',
  heal: 'asked for its end',
  noticed: 'noticed',
  acknowledged: 'took it on',
  mitigated: 'said it is mitigated',
  step: 'did',
  stepUndone: 'had not done',
  note: 'noted',
  released: 'released the plateau',
  revealed: 'revealed the faults',
  happened: 'what happened',
  action: 'to do',
  finished: 'ended the debrief',
};

export const timeWords: Record<GameDayTime['what'], string> = {
  detect: 'time to detect',
  acknowledge: 'time to acknowledge',
  mitigate: 'time to mitigate',
  recover: 'time to recover',
};

type JournalEvent = Extract<RunEvent, { type: 'journal' }>;

export const journalOf = (events: readonly RunEvent[]): JournalEvent[] =>
  events.filter((event) => event.type === 'journal');

/** The texts of one kind of entry, in the order in which they were written. */
export const textsOf = (events: readonly RunEvent[], entry: JournalEntry): string[] =>
  journalOf(events).flatMap((event) => (event.entry === entry ? [event.text] : []));

/** Steps of runbooks that were ticked off in the end. */
export const stepsDone = (events: readonly RunEvent[]): string[] => {
  const done = new Set<string>();
  for (const { entry, text } of journalOf(events)) {
    if (entry === 'step') done.add(text);
    if (entry === 'stepUndone') done.delete(text);
  }
  return [...done];
};
