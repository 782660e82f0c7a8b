import { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { requestJson } from '../resilience/http-json.ts';

/** A page does not wait longer for what it can do without, ms. */
const timeoutMs = 300;

/** The recommendation service as the shop sees it. @throws UnavailableError when it does not answer at once. */
export class RecommendationsClient {
  private readonly breaker = new CircuitBreaker({
    dependency: 'recommendations',
    failuresToOpen: 5,
    openMs: 1_000,
    nowMs: Date.now,
  });

  constructor(private readonly url: string) {}

  recommend(sku: string): Promise<readonly string[]> {
    return this.breaker.run(async () => {
      const url = `${this.url}/recommendations?sku=${encodeURIComponent(sku)}`;
      const answer = await requestJson({ method: 'GET', url, timeoutMs });
      if (answer.status !== 200) throw new Error(`recommendations answered ${answer.status}`);
      return (answer.body as { skus: string[] }).skus;
    });
  }
}
