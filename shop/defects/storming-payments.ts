import { setTimeout as wait } from 'node:timers/promises';
import { PaymentsClient } from '../payments/payments-client.ts';
import { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import type { JsonAnswer } from '../resilience/http-json.ts';

/** All tries are made at the beats of this clock, as of timers that were set in one moment; ms. */
const beatMs = 150;
/** As long as a visitor may wait; ms. */
const triesForMs = 15_000;

/**
 * Planted defect `retry-storm`: a call that fails is made again and again, without back-off, jitter, or a breaker before it. Once the provider is
 * back, it refuses the storm for its rate, and each refusal is tried again.
 */
export class StormingPayments extends PaymentsClient {
  constructor(url: string) {
    super(url, new CircuitBreaker({ dependency: 'payments', failuresToOpen: Infinity, openMs: 0, nowMs: Date.now }));
  }

  protected override async post(path: string, key: string, body: unknown): Promise<JsonAnswer> {
    const giveUpAtMs = Date.now() + triesForMs;
    for (;;)
      try {
        return await super.post(path, key, body);
      } catch (error) {
        if (Date.now() > giveUpAtMs) throw error;
        await wait(beatMs - (Date.now() % beatMs));
      }
  }
}
