import { parseDurationSeconds } from '../../core/duration.ts';
import type { Problem } from '../../core/errors.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';

/** What the command line says of a game day, as it was typed. */
export interface GameDayOptions {
  readonly by: string;
  readonly holdAtMost: string;
  readonly acknowledgeWithin: string;
  readonly mendWithin: string;
  readonly operator: string;
  readonly responder?: readonly string[];
  /** False for `--no-debrief`. */
  readonly debrief: boolean;
}

/** Reads them; what was refused has a default in its place. */
export const readGameDayOptions = (
  options: GameDayOptions,
): { readonly gameDay: GameDayPlan; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const seconds = (option: string, received: string): number => {
    const parsed = parseDurationSeconds(received);
    if (typeof parsed === 'number' && parsed > 0) return parsed;
    const message = typeof parsed === 'string' ? parsed : 'must be longer than 0';
    problems.push({ file: 'command line', path: option, message, received, allowed: 'a time such as 90s, 15m or 1h' });
    return 1;
  };
  const { by } = options;
  if (by !== 'hand' && by !== 'plan')
    problems.push({ file: 'command line', path: '--by', message: 'not known', received: by, allowed: 'hand, plan' });
  const gameDay: GameDayPlan = {
    faultsBy: by === 'plan' ? 'plan' : 'hand',
    holdAtMostSeconds: seconds('--hold-at-most', options.holdAtMost),
    acknowledgeWithinSeconds: seconds('--acknowledge-within', options.acknowledgeWithin),
    mendWithinSeconds: seconds('--mend-within', options.mendWithin),
    operator: options.operator,
    responders: [...(options.responder ?? [])],
  };
  return { gameDay, problems };
};
