import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/wire/plan.ts';
import { openGameDay } from '../../run/game-day/game-day.ts';
import { gameDayKeys } from './game-day-keys.ts';

const plan = {
  experiment: { faults: [{ name: 'database-out' }] },
  timing: { rampDownStartSeconds: 600, recoveryReserveSeconds: 80 },
  gameDay: { faultsBy: 'hand' },
} as unknown as Plan;
const runbook = {
  name: 'database-failover',
  title: 'Database fail-over',
  steps: ['Note the time.', 'Call the owner.'],
};

const opened = (offsetSeconds: number | null) => {
  const journal = { fixT0: () => 0, offsetSeconds: () => offsetSeconds, say: () => undefined, events: [] };
  const game = openGameDay(plan, journal, { sleep: () => Promise.resolve() }, () => undefined);
  const answers: string[] = [];
  return { game, answers, keys: gameDayKeys(game, runbook, (text) => answers.push(text)) };
};

const type = (keys: { press(key: string): void }, text: string) => Array.from(text).forEach((key) => keys.press(key));

describe('the keys of a game day', () => {
  it('are those that do something now', () => {
    const { keys } = opened(20);
    expect(keys.line()).toMatch(/^s start · n note/);
    keys.press('s');
    expect(keys.line()).toMatch(/^i inject · d noticed · a taken on · m mitigated · n note/);
    expect(keys.line()).not.toContain('h heal');
  });

  it('say why a key does nothing', () => {
    const { keys, answers } = opened(null);
    keys.press('h');
    expect(answers).toEqual(['No fault is in place.']);
    keys.press('x');
    expect(answers).toHaveLength(1);
  });

  it('take a note to its end, keys included, or not at all', () => {
    const { keys, game } = opened(20);
    type(keys, 'nshop is sik');
    keys.press('\u007f');
    type(keys, 'ck');
    expect(keys.line()).toContain('note: shop is sick');
    keys.press('\r');
    type(keys, 'nnever mind\u001b');
    expect(game.state().journal.map(({ entry, text }) => [entry, text])).toEqual([['note', 'shop is sick']]);
    expect(game.state().stage).toBe('brief');
  });

  it('mark for the responders what they say aloud', () => {
    const { keys, game } = opened(20);
    type(keys, 'sa');
    expect(game.state().journal.at(-1)).toMatchObject({ role: 'responder', entry: 'acknowledged' });
  });

  it('tick a step of the runbook, and take the tick back', () => {
    const { keys, game } = opened(20);
    keys.press('2');
    expect(game.state().ticked).toEqual(['database-failover: Call the owner.']);
    keys.press('2');
    keys.press('9');
    expect(game.state().ticked).toEqual([]);
  });
});
