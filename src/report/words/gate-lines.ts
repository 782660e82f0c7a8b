import type { RunEvent } from '../../core/wire/events.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { formatClock } from './format.ts';

/** One fact about a gate run: what it is, and what was found. */
export interface GateLine {
  readonly what: string;
  readonly found: string;
}

const lookLines = (plan: Plan, events: readonly RunEvent[]): GateLine[] => {
  const planned = plan.timing.looksAtSeconds?.length ?? 0;
  return events
    .filter((event) => event.type === 'look')
    .map(({ number, upToSeconds, open, failed }) => ({
      what: `Look ${number} of ${planned}, up to ${formatClock(upToSeconds)}`,
      found: [
        ...(failed.length === 0 ? [] : [`failed: ${failed.join(', ')}`]),
        ...(open.length === 0 ? [] : [`not decided: ${open.join(', ')}`]),
        ...(failed.length + open.length === 0 ? ['every budget decided'] : []),
      ].join('; '),
    }));
};

const releaseLines = ({ release, runId }: Plan): GateLine[] => {
  if (release === undefined) return [];
  const { revision, attempt, earlier, despiteEarlierFail } = release;
  const without = attempt - 1 - earlier.length;
  return [
    { what: 'Release', found: `revision ${revision}, attempt ${attempt}` },
    ...earlier.map((run) => ({ what: `Earlier attempt ${run.runId}`, found: run.verdict ?? 'left no verdict' })),
    ...(without > 0 ? [{ what: 'Earlier attempts without evidence here', found: String(without) }] : []),
    ...(despiteEarlierFail === null
      ? []
      : [{ what: `Run ${runId} was made despite an earlier fail`, found: despiteEarlierFail }]),
  ];
};

/** What a gate run was about and when it decided, a line each; empty for a run that is no gate. */
export const gateLines = (plan: Plan, events: readonly RunEvent[]): readonly GateLine[] =>
  plan.timing.looksAtSeconds === undefined ? [] : [...releaseLines(plan), ...lookLines(plan, events)];
