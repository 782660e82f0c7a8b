/**
 * The engine's own k6 module (engine/module). One instance a host VU; counters, steps and the ledger are shared by the process.
 * A **slot** is the number of a virtual user, 0 ≤ slot < planned users, unique in the run.
 */
declare module 'k6/x/peakproof' {
  interface Engine {
    /** Version of the engine's contract with scenarios/lib; 1. */
    readonly contractVersion: number;
    /** T0, ms since the epoch, from PEAKPROOF_T0_MS; the time of the module's start where it is not given. */
    readonly t0Ms: number;
    hostStarted(hostIndex: number): void;
    hostFinished(hostIndex: number): void;
    sessionStarted(slot: number): void;
    /** A session that could not start on time counts as late, beside being started. */
    sessionLate(slot: number): void;
    /** Also frees the slot's connections and forgets an open step. */
    sessionEnded(slot: number, how: 'finished' | 'abandoned' | 'crashed'): void;
    /**
     * From here on every request of the slot (header `X-Peakproof-Slot`) belongs to this step. Latency runs from the first request sent to the
     * last answer's end, on the engine's clock.
     */
    beginStep(slot: number, name: string): void;
    /** Ends it, records it in the timeline under the second in which it was sent, returns the latency in ms (−1 when nothing was sent: nothing is recorded). */
    endStep(slot: number, outcome: 'ok' | 'declined' | 'soldOut' | 'failedCheck' | 'error' | 'timeout'): number;
    /** How late a timer fired, ms. */
    timerLate(lateMs: number): void;
    /** Writes a ledger line synchronously; the line is in the file when it returns. `atMs` is added by the engine. */
    ledgerIntent(line: {
      intent: string;
      key: string;
      attempt: number;
      lines: { sku: string; quantity: number; unitPriceCents: number }[];
      amountCents: number;
    }): void;
    ledgerOutcome(line: {
      intent: string;
      key: string;
      attempt: number;
      outcome: 'ok' | 'failed' | 'indeterminate';
      status: number;
      orderId: string | null;
      reason: string | null;
    }): void;
    /** True once the harness asked for the end (the file PEAKPROOF_STOP_FILE exists). */
    stopping(): boolean;
    /** Resolves when the harness asks for the end; never, if it does not. Does not keep the iteration alive. */
    onStop(callback: () => void): void;
  }
  const engine: Engine;
  export default engine;
}
