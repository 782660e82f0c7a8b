import { z } from 'zod';
import { parseDurationSeconds } from '../core/duration.ts';
import { takesToxicity } from '../core/fault-family.ts';
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
  z.strictObject({
    /** Another fault of the experiment; of one that is repeated, its last repetition. */
    after: slugSchema,
    /** What has to happen to it: it is in place, it is healed, or the shop has recovered from it. */
    event: z.enum(['applied', 'healed', 'recovered']),
    /** Counted from that event; 0 without it. */
    delay: duration.optional(),
  }),
]);

const expectationsSchema = z.strictObject({
  /** Steps that hold a budget while the fault is in place: their own, or the one given here. */
  holds: z
    .array(
      z
        .strictObject({
          step: z.string().min(1),
          latencyP95Ms: z.number().positive().optional(),
          /** Share of attempts that may fail, whatever their latency. */
          errorShare: z.number().gt(0).lt(1).optional(),
        })
        .refine(({ latencyP95Ms, errorShare }) => latencyP95Ms === undefined || errorShare === undefined, {
          error: 'latencyP95Ms or errorShare, not both: name the step twice',
        }),
    )
    .optional(),
  /** Steps of which not one attempt may fail while the fault is in place. */
  neverFails: z.array(z.string().min(1)).optional(),
  /** How soon steps are to be good again. It stands in for the default budget of every fault. */
  recovery: z
    .array(
      z.strictObject({
        step: z.string().min(1),
        within: lastingDuration,
        /** From the onset of the damage, which is the default, or from the heal. */
        indicator: z.enum(['serviceRecovery', 'selfHealing']).optional(),
      }),
    )
    .optional(),
});
export type WrittenExpectations = z.output<typeof expectationsSchema>;

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
    /** So many times in all, `every` from start to start; the copies are named `<name>-1`, `<name>-2`, … */
    repeat: z.strictObject({ times: z.int().min(2).max(50), every: lastingDuration }).optional(),
    /** Begins with these attributes and grows in equal steps, over `over` or all of its time, to those above. */
    ramp: z
      .strictObject({
        from: z.record(z.string(), z.number()),
        steps: z.int().min(2).max(50),
        over: lastingDuration.optional(),
      })
      .optional(),
    expect: expectationsSchema.optional(),
  })
  .check(({ value, issues }) => {
    const { kind, toxicity, repeat, ramp, attributes = {}, duration: lasts } = value;
    const problem = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    if (!takesToxicity(kind) && (toxicity ?? 1) !== 1)
      problem(['toxicity'], `${kind} hits all connections: toxicity must be 1, or left out`);
    if (ramp !== undefined && !takesToxicity(kind)) problem(['ramp'], `${kind} has nothing that could grow`);
    for (const name of Object.keys(ramp?.from ?? {}))
      if (typeof attributes[name] !== 'number')
        problem(['ramp', 'from', name], 'has no end: name the attribute with its last value in attributes');
    const [every, length] = [repeat?.every, lasts].map((each) => parseDurationSeconds(each ?? 0));
    if (repeat !== undefined && typeof every === 'number' && typeof length === 'number' && every <= length)
      problem(['repeat', 'every'], 'from start to start, so longer than duration');
  });
export type WrittenFault = z.output<typeof faultSchema>;

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
  [K in FaultKind]: Omit<FaultInput, 'kind' | 'attributes'> & { readonly kind: K } & (Record<
      string,
      never
    > extends z.input<(typeof faultAttributes)[K]>
      ? { readonly attributes?: z.input<(typeof faultAttributes)[K]> }
      : { readonly attributes: z.input<(typeof faultAttributes)[K]> });
}[FaultKind];

type ExperimentInput = Omit<z.input<typeof experimentSchema>, 'faults'> & { readonly faults: readonly TypedFault[] };

/** Gives an experiment its type: `export default defineExperiment({ … })`. Checked when it is loaded, not here. */
export const defineExperiment = (experiment: ExperimentInput): Experiment => ({
  ...experiment,
  faults: [...experiment.faults] as Experiment['faults'],
});
