import { createLogUpdate } from 'log-update';
import type { Writable } from 'node:stream';
import { foldLive, liveStart, liveStats } from '../core/live.ts';
import { demandAt } from '../core/planned-load.ts';
import type { Budget } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';
import { renderLive, renderLiveLine, type LiveFrame } from '../report/index.ts';
import type { Tick } from '../run/rehearse.ts';

export interface LiveView {
  /** The run is driving: new figures. */
  tick(tick: Tick): void;
  /** The run does something else: one line, kept on the screen. */
  stage(text: string): void;
  /** Leaves the last picture where it is. */
  close(): void;
}

export interface LiveViewSetting {
  readonly plan: Plan;
  readonly budgets: readonly Budget[];
  /** Where progress goes: standard error. */
  readonly stream: Writable;
  readonly isTty: boolean;
  readonly colour: boolean;
  readonly width: number;
}

/** Without a terminal, a line this often. */
const lineEverySeconds = 10;
/** Behind this the figures on the screen are old, and the person should know. */
const staleSeconds = 5;

const nextEvent = (plan: Plan, offsetSeconds: number): LiveFrame['next'] => {
  const { timing, experiment } = plan;
  const coming = [
    { what: 'plateau', at: timing.plateauStartSeconds },
    ...(experiment?.faults ?? []).flatMap((fault) => [
      { what: `fault in: ${fault.name}`, at: fault.atSeconds },
      { what: `fault out: ${fault.name}`, at: fault.atSeconds + fault.durationSeconds },
    ]),
    { what: 'ramp-down', at: timing.rampDownStartSeconds },
    { what: 'end of the load', at: timing.endSeconds },
  ]
    .filter(({ at }) => at > offsetSeconds)
    .sort((a, b) => a.at - b.at)[0];
  return coming === undefined ? null : { what: coming.what, inSeconds: coming.at - offsetSeconds };
};

const limitFor = (budgets: readonly Budget[], step: string): number | null =>
  budgets.find((budget) => budget.step === step && budget.indicator === 'latencyP95')?.limit ?? null;

/**
 * Shows a run while it goes on: a picture that redraws itself on a terminal, a line every 10 s elsewhere. The figures are those of the
 * timeline, so that what is shown live is what is judged later.
 */
export const openLiveView = ({ plan, budgets, stream, isTty, colour, width }: LiveViewSetting): LiveView => {
  const redraw = createLogUpdate(stream as NodeJS.WritableStream);
  let state = liveStart;
  let doing = 'driving';
  let lastLineAt = -Infinity;
  const faultSince = new Map<string, number>();

  const frameOf = ({ offsetSeconds, phase, faultInPlace }: Tick): LiveFrame => {
    const stats = liveStats(state);
    if (faultInPlace === null) faultSince.clear();
    else if (!faultSince.has(faultInPlace)) faultSince.set(faultInPlace, offsetSeconds);
    const behind = offsetSeconds - stats.second;
    const isOpen = plan.load.model === 'open';
    const planned = demandAt(plan.load, offsetSeconds);
    return {
      runId: plan.runId,
      elapsedSeconds: offsetSeconds,
      totalSeconds: plan.timing.endSeconds,
      phase,
      doing,
      virtualUsersActual: stats.activeVirtualUsers,
      virtualUsersPlanned: isOpen ? null : Math.round(planned),
      arrivals: isOpen ? { perSecond: stats.sessionsPerSecond, plannedPerSecond: planned } : null,
      requestsPerSecond: stats.requestsPerSecond,
      errorRatio: stats.second < 0 ? null : stats.errorShare,
      steps: plan.scenario.steps.map((step) => ({
        step,
        p95Ms: stats.p95MsByStep[step] ?? null,
        limitMs: limitFor(budgets, step),
        attempts: stats.attemptsByStep[step] ?? 0,
      })),
      faultsInPlace: [...faultSince].map(([name, since]) => ({ name, forSeconds: offsetSeconds - since })),
      next: nextEvent(plan, offsetSeconds),
      warnings:
        stats.second >= 0 && behind > staleSeconds
          ? [`the load engine is ${behind.toFixed(0)} s behind: is it starved?`]
          : [],
    };
  };

  return {
    tick: (tick) => {
      for (const { worker, line } of tick.lines) state = foldLive(state, worker, line);
      const frame = frameOf(tick);
      if (isTty) redraw(renderLive(frame, { colour, width }));
      else if (tick.offsetSeconds - lastLineAt >= lineEverySeconds) {
        stream.write(`${renderLiveLine(frame)}\n`);
        lastLineAt = tick.offsetSeconds;
      }
    },
    stage: (text) => {
      doing = text;
      if (isTty) redraw.clear();
      stream.write(`${text}\n`);
    },
    close: () => {
      if (isTty) redraw.done();
    },
  };
};
