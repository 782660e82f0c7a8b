import { z } from 'zod';

/** The operator puts faults in and takes them out; responders do what they would do on the day. */
export const gameDayRoles = ['operator', 'responder'] as const;
export type GameDayRole = (typeof gameDayRoles)[number];

/**
 * What people did, one word each:
 * `briefed` the game day was laid before the people · `started` the operator let the load begin · `inject`,
 * `heal` the operator asked for a fault, or for its end · `noticed`, `acknowledged`, `mitigated`
 * the marks that times are taken from · `step`, `stepUndone` a step of a runbook was ticked off, or was not done after all · `note` anything ·
 * `released` the operator ended the plateau · `revealed` responders were shown the fault · `happened` what came about, to be read
 * against what was expected · `action` something to be done · `finished` the debrief is over.
 */
export const journalEntries = [
  'briefed',
  'started',
  'inject',
  'heal',
  'noticed',
  'acknowledged',
  'mitigated',
  'step',
  'stepUndone',
  'note',
  'released',
  'revealed',
  'happened',
  'action',
  'finished',
] as const;
export type JournalEntry = (typeof journalEntries)[number];

/** What a plan says of a game day. */
export const gameDayPlanSchema = z.strictObject({
  /** Faults go in and out at the times of the plan, or when the operator says so. */
  faultsBy: z.enum(['plan', 'hand']),
  /** The plateau ends then if nobody has released it, seconds. */
  holdAtMostSeconds: z.number().positive(),
  /** From the fault to somebody who takes it on, seconds. */
  acknowledgeWithinSeconds: z.number().positive(),
  /** From the fault to a shop that has recovered, seconds: what people mend has a budget of its own. */
  mendWithinSeconds: z.number().positive(),
  operator: z.string(),
  responders: z.array(z.string()),
});
export type GameDayPlan = z.infer<typeof gameDayPlanSchema>;
