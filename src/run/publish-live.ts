import { wordsOf } from '../core/errors.ts';
import { livePoints } from '../core/publishing/live-points.ts';
import type { MetricPoint } from '../core/publishing/metric-point.ts';
import type { Budget } from '../core/wire/budgets.ts';
import type { Clock, MetricSink, TailedLine } from '../ports.ts';

export interface PublishParts {
  readonly sink: Pick<MetricSink, 'put'>;
  readonly clock: Clock;
  readonly budgets: readonly Budget[];
  /** Called when publishing begins to fail, with the reason; again only after it has worked in between. */
  readonly onFailure: (why: string) => void;
}

/** What became of the points. */
export interface Published {
  readonly points: number;
  /** Points that could not be delivered. */
  readonly lost: number;
  /** The last failure, in words; null where there was none. */
  readonly failure: string | null;
}

export interface LivePublisher {
  /** Takes in lines of the timelines as they come; sends what has gathered every 10 s, without being waited for. */
  take(lines: readonly TailedLine[], offsetSeconds: number): void;
  /** Sends the rest, and these points after it. */
  finish(last: readonly MetricPoint[]): Promise<Published>;
}

const sendEverySeconds = 10;
/** What waits for a sink that does not take it; the oldest is lost first. */
const mostWaiting = 50_000;

/**
 * Publishes the figures of a running load. A sink that fails or is slow costs the run nothing: points wait, are sent again with the next
 * ones, and are counted as lost in the end.
 */
export const publishLive = ({ sink, clock, budgets, onFailure }: PublishParts): LivePublisher => {
  let gathered: TailedLine[] = [];
  let gatheredFromSeconds = 0;
  let lastOffsetSeconds = 0;
  let t0Ms: number | null = null;
  let waiting: MetricPoint[] = [];
  let sending: Promise<void> | null = null;
  let failing = false;
  let delivered = 0;
  let lost = 0;
  let failure: string | null = null;

  const gatherUp = (): void => {
    const seconds = lastOffsetSeconds - gatheredFromSeconds;
    if (t0Ms !== null && gathered.length > 0 && seconds > 0)
      waiting.push(...livePoints({ lines: gathered, seconds, endMs: t0Ms + lastOffsetSeconds * 1_000 }, t0Ms, budgets));
    gathered = [];
    gatheredFromSeconds = lastOffsetSeconds;
    if (waiting.length > mostWaiting) {
      lost += waiting.length - mostWaiting;
      waiting = waiting.slice(-mostWaiting);
    }
  };

  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    let taken = 0;
    try {
      await sink.put(batch, (points) => (taken += points));
      failing = false;
    } catch (error) {
      failure = wordsOf(error);
      waiting = [...batch.slice(taken), ...waiting];
      if (!failing) onFailure(failure);
      failing = true;
    }
    delivered += taken;
  };

  const sendAlone = (): Promise<void> => {
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  };

  return {
    take: (lines, offsetSeconds) => {
      t0Ms ??= clock.nowMs() - offsetSeconds * 1_000;
      gathered.push(...lines);
      lastOffsetSeconds = offsetSeconds;
      if (offsetSeconds - gatheredFromSeconds < sendEverySeconds) return;
      gatherUp();
      void sendAlone();
    },
    finish: async (last) => {
      await sending;
      gatherUp();
      waiting.push(...last);
      await sendAlone();
      lost += waiting.length;
      waiting = [];
      return { points: delivered, lost, failure };
    },
  };
};
