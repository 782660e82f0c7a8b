import { z } from 'zod';
import { parseDurationSeconds } from '../core/duration.ts';
import { faultKinds, type faultAttributes, type FaultKind } from '../core/fault-kinds.ts';
import { slugSchema } from '../core/wire/plan.ts';

/** `'20s'`, `'2m'`, `'1h30m'`, or seconds; kept as it was written. */
const duration = z.union([z.number(), z.string()]).check((context) => {
  const parsed = parseDurationSeconds(context.value);
  if (typeof parsed === 'string') context.issues.push({ code: 'custom', message: parsed, input: context.value });
});

const lastingDuration = duration.refine((value) => parseDurationSeconds(value) !== 0, 'must be longer than 0');

const startSchema = z.union([
  z.strictObject({
    /** Counted from the start of the plateau. */
    afterSteady: duration,
    /** A short run may bring the start forward, down to this; without it, not at all. */
    atLeast: duration.optional(),
  }),
  /** Counted from T0. */
  z.strictObject({ at: duration }),
]);

const faultSchema = z
  .strictObject({
    name: slugSchema,
    kind: z.enum(faultKinds),
    /** The dependency that is hit, as the configuration names it. */
    target: z.string().min(1),
    start: startSchema,
    duration: lastingDuration,
    attributes: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
    /** Share of connections hit; all of them by default. */
    toxicity: z.number().gt(0).max(1).optional(),
    /** After this, from its application, it is healed whatever happens. */
    longestLife: lastingDuration.optional(),
  })
  .refine(({ kind, toxicity }) => kind !== 'down' || (toxicity ?? 1) === 1, {
    path: ['toxicity'],
    error: 'down hits all connections: toxicity must be 1, or left out',
  });

/** Faults on a timeline with what is expected of the shop meanwhile. Its name is the name of its file. */
export const experimentSchema = z.strictObject({
  title: z.string().min(1),
  /** What should hold while the faults are in place, and after. */
  hypothesis: z.string().min(1),
  /** Markdown file, relative to the experiment; null for an experiment that no person takes part in. */
  runbook: z.string().min(1).nullable(),
  /** The operators' alarm that should notice. */
  alarm: z.string().min(1).optional(),
  faults: z.array(faultSchema).min(1),
  /** Longest service recovery that the hypothesis allows; the plan keeps this much time free after each heal. */
  recoveryLimit: lastingDuration.optional(),
});
export type Experiment = z.output<typeof experimentSchema>;

type FaultInput = z.input<typeof faultSchema>;

/** A fault with the attributes of its kind: a misspelt one is refused by the compiler too. */
type TypedFault = {
  [K in FaultKind]: Omit<FaultInput, 'kind' | 'attributes'> & { readonly kind: K } & (K extends 'down'
      ? { readonly attributes?: Record<string, never> }
      : { readonly attributes: z.input<(typeof faultAttributes)[K]> });
}[FaultKind];

type ExperimentInput = Omit<z.input<typeof experimentSchema>, 'faults'> & { readonly faults: readonly TypedFault[] };

/** Gives an experiment its type: `export default defineExperiment({ … })`. Checked when it is loaded, not here. */
export const defineExperiment = (experiment: ExperimentInput): Experiment => ({
  ...experiment,
  faults: [...experiment.faults] as Experiment['faults'],
});
