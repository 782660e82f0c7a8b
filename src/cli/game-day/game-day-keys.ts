import type { Runbook } from '../../core/game-day/runbook-steps.ts';
import type { JournalEntry } from '../../core/wire/game-day.ts';
import type { GameDay } from '../../run/game-day/game-day.ts';

interface Key {
  readonly key: string;
  readonly entry: JournalEntry;
  readonly words: string;
  /** Asks for a line of text. */
  readonly asks?: true;
}

const keys: readonly Key[] = [
  { key: 's', entry: 'started', words: 'start' },
  { key: 'i', entry: 'inject', words: 'inject' },
  { key: 'h', entry: 'heal', words: 'heal' },
  { key: 'd', entry: 'noticed', words: 'noticed' },
  { key: 'a', entry: 'acknowledged', words: 'taken on' },
  { key: 'm', entry: 'mitigated', words: 'mitigated' },
  { key: 'n', entry: 'note', words: 'note', asks: true },
  { key: 'e', entry: 'happened', words: 'what happened', asks: true },
  { key: 't', entry: 'action', words: 'action to take', asks: true },
  { key: 'v', entry: 'revealed', words: 'reveal' },
  { key: 'r', entry: 'released', words: 'release' },
  { key: 'f', entry: 'finished', words: 'finish' },
];

const marks: readonly JournalEntry[] = ['noticed', 'acknowledged', 'mitigated'];

export interface GameDayKeys {
  /** Takes one key press. */
  press(key: string): void;
  /** The keys that do something now, or the line that is being written. */
  line(): string;
}

/**
 * The operator's keys in a terminal. Digits tick off steps of the drill's runbook. Where responders have no page open, the operator marks for
 * them what they say aloud.
 */
export const gameDayKeys = (
  game: GameDay,
  runbook: Runbook | undefined,
  onAnswer: (text: string) => void,
): GameDayKeys => {
  let writing: { readonly key: Key; text: string } | null = null;

  const ask = (entry: JournalEntry, text: string): void =>
    onAnswer(game.ask(marks.includes(entry) ? 'responder' : 'operator', entry, text).text);

  const write = (pressed: string): void => {
    if (writing === null) return;
    const { key, text } = writing;
    if (pressed === '\r' || pressed === '\n') {
      writing = null;
      ask(key.entry, text);
    } else if (pressed === '\u001b') writing = null;
    else if (pressed === '\u007f' || pressed === '\b') writing.text = text.slice(0, -1);
    else if (pressed >= ' ') writing.text += pressed;
  };

  const tick = (digit: number): void => {
    const step = runbook?.steps[digit - 1];
    if (runbook === undefined || step === undefined) return;
    const text = `${runbook.name}: ${step}`;
    ask(game.state().ticked.includes(text) ? 'stepUndone' : 'step', text);
  };

  return {
    press: (pressed) => {
      if (writing !== null) {
        write(pressed);
        return;
      }
      const key = keys.find((one) => one.key === pressed);
      if (key?.asks === true) writing = { key, text: '' };
      else if (key !== undefined) ask(key.entry, '');
      else if (/^[1-9]$/.test(pressed)) tick(Number(pressed));
    },
    line: () => {
      if (writing !== null) return `${writing.key.words}: ${writing.text}▏ (Enter writes it, Esc does not)`;
      const role = (entry: JournalEntry) => (marks.includes(entry) ? 'responder' : 'operator');
      const shown = keys.filter(({ entry }) => game.can(role(entry), entry)).map(({ key, words }) => `${key} ${words}`);
      const steps = (runbook?.steps.length ?? 0) > 0 && game.can('operator', 'step') ? ['1-9 runbook step'] : [];
      return [...shown, ...steps].join(' · ');
    },
  };
};
