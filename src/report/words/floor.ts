import { proxyCost } from '../../core/endpoint-figures.ts';
import type { RunEvent } from '../../core/wire/events.ts';
import { formatCount, formatMs, formatRatio } from './format.ts';

type ProbeEvent = Extract<RunEvent, { type: 'probe' }>;

const added = (ms: number): string => (ms < 0.05 ? 'nothing that shows' : formatMs(ms));

const badText = ({ errors, badStatus }: ProbeEvent['direct']): string =>
  errors + badStatus === 0 ? '' : `, ${formatCount(errors)} errors and ${formatCount(badStatus)} bad statuses`;

/**
 * What was measured before the load, a line each: what it is, and its figures. Empty for runs that did not measure.
 */
export const floorLines = (
  events: readonly RunEvent[],
): readonly { readonly what: string; readonly figures: string }[] =>
  events
    .filter((event) => event.type === 'probe')
    .map(({ target, direct, through }) => {
      if (through === null)
        return {
          what: target === 'front page' ? 'Floor of the front page' : `Floor of ${target}`,
          figures: `p50 ${formatMs(direct.p50Ms)}, p95 ${formatMs(direct.p95Ms)}, p99 ${formatMs(direct.p99Ms)} at ${formatCount(direct.responsesPerSecond)} requests/s over ${direct.connections} connections, before the load${badText(direct)}`,
        };
      const cost = proxyCost(direct, through);
      return {
        what: 'Cost of Toxiproxy',
        figures: `adds ${added(cost.p50AddedMs)} to the median and ${added(cost.p95AddedMs)} to p95, at ${formatRatio(Math.round(cost.throughputRatio * 100) / 100)} of the throughput (${target}, asked directly and through its proxy)${badText(through)}`,
      };
    });
