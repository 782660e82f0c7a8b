import { z } from 'zod';
import { parseDurationSeconds } from '../core/duration.ts';

/** `'90s'`, `'2m'`, `'1h30m'` or a number of seconds; seconds come out. */
export const durationSchema = z.union([z.number(), z.string()]).transform((value, context) => {
  const parsed = parseDurationSeconds(value);
  if (typeof parsed === 'number') return parsed;
  context.addIssue({ code: 'custom', message: parsed, input: value });
  return z.NEVER;
});
