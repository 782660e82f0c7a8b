import { z } from 'zod';

/**
 * Outcomes of a step, as the scenario runtime reports them (DESIGN §6: planned declines and honest "sold out" answers
 * are good if on time; everything else but `ok` is bad at any latency).
 */
export const stepOutcomes = ['ok', 'declined', 'soldOut', 'failedCheck', 'error', 'timeout'] as const;
export const stepOutcomeSchema = z.enum(stepOutcomes);
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

/** Step outcomes that count as good when they came within the limit. */
export const goodStepOutcomes: readonly StepOutcome[] = ['ok', 'declined', 'soldOut'];

/** Outcomes of a single request, from k6's error codes. */
export const requestOutcomes = [
  'ok',
  'http4xx',
  'http5xx',
  'timeout',
  'refused',
  'reset',
  'dns',
  'tls',
  'otherError',
] as const;
export const requestOutcomeSchema = z.enum(requestOutcomes);
