import type { Runbook } from '../../core/game-day/runbook-steps.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { textWidth, wrap, type TerminalOptions } from '../terminal/layout.ts';
import { palette } from '../terminal/palette.ts';
import { formatClock, formatSeconds } from '../words/format.ts';
import { plannedLoadText } from '../words/load-words.ts';

/** What the operator reads before a game day. It names the fault: responders must not see it. */
export const renderBrief = (
  plan: Plan,
  gameDay: GameDayPlan,
  runbook: Runbook | undefined,
  { colour, width }: TerminalOptions,
): string => {
  const room = textWidth(width);
  const { bold, dim } = palette(colour);
  const { experiment, timing } = plan;
  const faults = (experiment?.faults ?? []).map(({ name, kind, target, atSeconds, durationSeconds }) =>
    gameDay.faultsBy === 'hand'
      ? `${name}: ${kind} on ${target}, when you say so, for ${formatSeconds(durationSeconds)} at most`
      : `${name}: ${kind} on ${target}, at ${formatClock(atSeconds)} for ${formatSeconds(durationSeconds)}`,
  );
  const facts = [
    `Operator: ${gameDay.operator}. Responders: ${gameDay.responders.length === 0 ? 'not named' : gameDay.responders.join(', ')}.`,
    `Load: ${plannedLoadText(plan.load)}. The plateau begins at ${formatClock(timing.plateauStartSeconds)} and is held until you release it, ${formatClock(timing.rampDownStartSeconds)} at the latest.`,
    `Somebody takes it on within ${formatSeconds(gameDay.acknowledgeWithinSeconds)}, the shop is mended within ${formatSeconds(gameDay.mendWithinSeconds)}.`,
  ];
  return [
    bold(`Game day: ${experiment?.title ?? 'no drill'}`),
    ...wrap(`Expected: ${experiment?.hypothesis ?? ''}`, room, '  '),
    ...faults.flatMap((text) => wrap(text, room, '  ')),
    ...facts.flatMap((text) => wrap(text, room, '  ')),
    ...(runbook === undefined || runbook.steps.length === 0
      ? []
      : [bold('Runbook'), ...runbook.steps.flatMap((step, at) => wrap(`${at + 1} ${step}`, room, '  '))]),
    dim('  Only you see this: the responders’ page shows figures, and the fault with the debrief.'),
  ].join('\n');
};
