import type { EndpointFigures } from '../core/endpoint-figures.ts';
import type { RunEvent } from '../core/wire/events.ts';
import type { Journal } from './journal.ts';

/** One endpoint, directly and behind its proxy. */
export interface ProxiedEndpoint {
  readonly target: string;
  readonly directUrl: string;
  readonly throughUrl: string;
}

export interface FloorParts {
  readonly journal: Pick<Journal, 'say'>;
  readonly frontPageUrl: string;
  /** Finds an endpoint by which the proxy's own cost can be measured; null where there is none. */
  readonly proxied: () => Promise<ProxiedEndpoint | null>;
  /** Asks one endpoint for a short time; rejects when it gave no answer. */
  readonly ask: (url: string) => Promise<EndpointFigures>;
  /** Aborted by SIGINT or SIGTERM: nothing more is asked. */
  readonly signal: AbortSignal;
}

type Probed = Extract<RunEvent, { type: 'probe' }>['direct'];

/** The figures as evidence: the address stays out of it. */
const figuresOf = (asked: EndpointFigures): Probed => {
  const { connections, durationSeconds, responses, responsesPerSecond, errors, badStatus, p50Ms, p95Ms, p99Ms } = asked;
  return { connections, durationSeconds, responses, responsesPerSecond, errors, badStatus, p50Ms, p95Ms, p99Ms };
};

/**
 * Measures what stands before any load: the front page asked over a few connections (the floor under every page's latency), and what
 * Toxiproxy itself adds, by one cheap endpoint asked directly and through its proxy. Best effort: what cannot be measured is a note
 * among the events, never an error.
 */
export const measureFloor = async ({ journal, frontPageUrl, proxied, ask, signal }: FloorParts): Promise<void> => {
  const tryTo = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (signal.aborted) return;
    try {
      await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      journal.say({ type: 'note', text: `${what} could not be measured before the load: ${why}` });
    }
  };
  await tryTo('The floor of the front page', async () => {
    const direct = figuresOf(await ask(frontPageUrl));
    journal.say({ type: 'probe', target: 'front page', direct, through: null });
  });
  await tryTo('The cost of Toxiproxy', async () => {
    const endpoint = await proxied();
    if (endpoint === null) return;
    const direct = figuresOf(await ask(endpoint.directUrl));
    if (signal.aborted) return;
    const through = figuresOf(await ask(endpoint.throughUrl));
    journal.say({ type: 'probe', target: endpoint.target, direct, through });
  });
};
