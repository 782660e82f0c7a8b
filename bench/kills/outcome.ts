import type { RunEvent } from '../../src/core/wire/events.ts';

export const victims = ['harness', 'k6', 'toxiproxy', 'janitor'] as const;
export type Victim = (typeof victims)[number];

/** When the victim is killed: so many seconds after it is there, or while the fault is in place. */
export type Instant = { readonly afterSeconds: number } | 'in the fault';

/** What was seen of a trial, after everything has come to rest. */
export interface Outcome {
  readonly victim: Victim;
  /** Of `rehearse`; null when it was killed itself. */
  readonly exitCode: number | null;
  readonly said: string;
  readonly events: readonly RunEvent[];
  /** Events that were there at the kill. */
  readonly eventsBefore: readonly RunEvent[];
  /** Toxics of ours when the lease and a margin were over; null when Toxiproxy itself is gone. */
  readonly leftOurs: number | null;
  /** From the kill until none was left. */
  readonly healedAfterSeconds: number | null;
  /** What `gate` says of the evidence afterwards; null when there is none. */
  readonly gate: { readonly code: number | null; readonly verdict: string } | null;
}
