/**
 * The engine's own k6 module (engine/internal/module). One instance a host VU; counters, connections and the ledger are shared by the
 * process. A **slot** is the number of a virtual user, unique in the run. Offsets count from T0.
 */
declare module 'k6/x/peakproof' {
  type StepEnd = 'ok' | 'declined' | 'soldOut' | 'failedCheck' | 'error' | 'timeout' | 'crashed';

  /** The shoppers of one host, as the engine leads their lives; `Visit` is whatever the script knows of a visit. */
  interface Shoppers<Visit> {
    /** Pauses hang on it, the slot and the number of the visit. */
    readonly seed: number;
    readonly thinkTimeMedianSeconds: number;
    /** Standard deviation of the logarithm of the think time. */
    readonly thinkTimeSigma: number;
    /** A shopper leaves when a step takes longer. */
    readonly patienceSeconds: number;
    /** Who visits; the shares add up to 1. Which one a visit is of, and which of its steps it takes, hangs on seed, slot and visit. */
    readonly personas: readonly {
      readonly share: number;
      /** Comes and goes with the cookies of the slot's last visit. */
      readonly keepsCookies: boolean;
      readonly journey: readonly { readonly step: string; readonly chance: number }[];
    }[];
    /** Closed model: the slots of this host, and the half-open intervals in which each is active: visit after visit. */
    readonly lives: readonly {
      readonly slot: number;
      readonly intervals: readonly { readonly startSeconds: number; readonly endSeconds: number }[];
    }[];
    /** Open model: the next session that arrives at this host, in order; null when there are no more. */
    readonly nextArrival: (() => { readonly atSeconds: number; readonly slot: number } | null) | null;
    /** When sessions that arrived are to leave. */
    readonly endSeconds: number;
    /** Begins visit number 1, 2, … of a slot. */
    readonly begin: (slot: number, number: number, keepsCookies: boolean) => Visit;
    /** Begins a step at a place of the journey; `stepEnded` is called when it has come to its end. Never waits. */
    readonly takeStep: (visit: Visit, step: string, place: number) => void;
    /**
     * Makes of an answer what `request` resolves with; what it throws rejects it. Status 0: no answer, and `error` says why.
     * `isTimeout`: patience came to its end.
     */
    readonly read: (
      method: string,
      url: string,
      status: number,
      text: string,
      error: string,
      isTimeout: boolean,
    ) => unknown;
    /** Calls what it is given: `(act) => act()`. What it brings about in JavaScript is settled together. */
    readonly turn: (act: () => void) => void;
  }

  interface Engine {
    /** Version of the engine's contract with scenarios/lib; 5. */
    readonly contractVersion: number;
    /**
     * Leads the lives of a host's shoppers; resolves when all have left. A pause follows every step, whatever became of it. A step that
     * ended in `error` or `failedCheck` is tried once more after one to five seconds; `timeout` and a second failure end the visit
     * as abandoned, `declined` and `soldOut` as finished. When the harness asks for the end (the file PEAKPROOF_STOP_FILE),
     * shoppers finish their step and leave.
     */
    run<Visit>(shoppers: Shoppers<Visit>): Promise<void>;
    /**
     * The n-th number, n ≥ 0, of a stream ≥ 1 of a visit: uniform, 0 ≤ x < 1, the same in every run with the same seed. A number costs
     * one call and a stream nothing: the numbers are hashes of their place (a counter-based generator).
     */
    readonly uniform: (seed: number, slot: number, visit: number, stream: number, n: number) => number;
    /** Says what became of the step that a slot is in. `crashed`: a mistake of the adapter. */
    readonly stepEnded: (slot: number, outcome: StepEnd) => void;
    /**
     * Makes a request of the step that the slot is in: cookies, redirects, compressed bodies and HTTP/2 as a browser has them, and
     * no longer than the patience that is left. A step lasts from its first request sent to its last answer. The promise resolves with
     * what `read` makes of the answer.
     * @param url whole. @param name under which it is counted; null: method and path with `:id` for whatever holds a digit.
     * @param body null for none.
     * @param patienceMs the request is broken off after this long, if the step's patience lasts; null: it is waited for.
     */
    request(
      slot: number,
      method: string,
      url: string,
      name: string | null,
      body: string | null,
      headers: Readonly<Record<string, string>> | null,
      patienceMs?: number | null,
    ): Promise<unknown>;
    /**
     * Fetches URLs side by side, without their text and each once a visit. Resolves when all are there; what `read` throws about the first
     * that did not come rejects it.
     */
    assets(slot: number, ...urls: readonly string[]): Promise<unknown>;
    /** Whether a text holds the words that are wanted. A text that only the engine looks into is never copied into JavaScript. */
    textHolds(text: string, wanted: string): boolean;
    /** Value of the first HTML attribute of this name, in double quotes; null where there is none. */
    textAttribute(text: string, name: string): string | null;
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
  }
  const engine: Engine;
  export default engine;
}
