import { z } from 'zod';

/**
 * What the control of a shop's services answers (docs/contracts.md): the reference shop's, and that of a shop of your own if you write one.
 */
export const servicesAnswerSchema = z.object({
  /** Service → the kinds of fault that it can be given, and the processes that run it now. */
  services: z.record(z.string(), z.object({ kinds: z.array(z.string()), pids: z.array(z.number().int()) })),
});
export type ServicesAnswer = z.infer<typeof servicesAnswerSchema>;

/** What is to be put in place: the body of `PUT /faults/<id>`. */
export const serviceFaultSchema = z.object({
  kind: z.string(),
  service: z.string(),
  attributes: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type ServiceFault = z.infer<typeof serviceFaultSchema>;

/** A fault as the control sees it now; `inPlace` is looked up, not remembered. */
export const serviceFaultStateSchema = serviceFaultSchema.extend({
  id: z.string(),
  inPlace: z.boolean(),
  /** What was seen, in words. */
  seen: z.string(),
});
export type ServiceFaultState = z.infer<typeof serviceFaultStateSchema>;

export const serviceFaultsAnswerSchema = z.object({ faults: z.array(serviceFaultStateSchema) });
