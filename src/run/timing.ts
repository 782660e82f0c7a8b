import { shapeCorners, type CurveShape, type ShapeCorner } from '../core/curve-shapes.ts';
import type { Problem } from '../core/errors.ts';

/** Fault as the timing needs it, seconds. */
export interface FaultTiming {
  readonly name: string;
  readonly durationSeconds: number;
  /** Offset from T0, or from the start of the plateau with the least that a short run may shrink it to. */
  readonly start: FaultStart;
}

type FaultStart =
  | { readonly atSeconds: number }
  | { readonly afterSteadySeconds: number; readonly atLeastSeconds: number }
  /** After something has happened to another fault: planned for the latest at which that may be. */
  | { readonly after: string; readonly event: 'applied' | 'healed' | 'recovered'; readonly delaySeconds: number };

export interface TimingRequest {
  readonly curve: CurveShape;
  /** Virtual users of the closed model, who must all come in before the plateau; 0 in the open model. */
  readonly users: number;
  /** After the ramp-up, until as many shoppers are there as the load means: the plateau begins after it. 0 in the closed model. */
  readonly settleSeconds: number;
  /** Null: as long as the faults need. */
  readonly plateauSeconds: number | null;
  /** Whole run from T0; null: as needed. */
  readonly durationSeconds: number | null;
  readonly faults: readonly FaultTiming[];
  /** What is kept free after each heal: recovery limit + hold. */
  readonly recoveryReserveSeconds: number;
  /** What problems are reported against. */
  readonly file: string;
}

export interface Timing {
  /** The load as shares of its peak. */
  readonly corners: readonly ShapeCorner[];
  readonly plateauStartSeconds: number;
  readonly rampDownStartSeconds: number;
  readonly endSeconds: number;
  readonly recoveryReserveSeconds: number;
  /** Offset from T0 of each fault, by name. */
  readonly faultStartsSeconds: ReadonlyMap<string, number>;
}

const rampUpSeconds: Record<CurveShape, number> = { 'doors-open': 45, ramp: 45, constant: 10, spike: 30, steps: 100 };
/** Even when the doors open, people come in one after another: a crowd takes longer. */
const mostComingPerSecond = 200;
const rampDownSeconds = 15;
/** Of a run whose duration is given, what each part may take at most. */
const mostRampUpShare: Record<CurveShape, number> = {
  'doors-open': 0.15,
  ramp: 0.15,
  constant: 0.15,
  spike: 0.15,
  // The stairs are what such a run is for.
  steps: 0.3,
};
const mostSettleShare = 0.15;
const mostRampDownShare = 0.08;
/** Shown after recovery, so that the report has an `after` phase to compare with. */
const afterSeconds = 15;
/** Plateau of a run without faults: what the design effect of DESIGN §6 needs, 8 batches of 15 s, with a margin. */
const faultlessPlateauSeconds = 150;
/** Below this a recovery stretch (15 s) cannot be seen. */
const leastReserveSeconds = 15;

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

/**
 * Offset at which a fault is applied, at the latest.
 * @param waiting names of the faults that wait for this one; one that waits for itself is refused elsewhere, and starts with the plateau here
 */
const startOffset = (
  request: TimingRequest,
  fault: FaultTiming,
  plateauStart: number,
  shrinkShare: number,
  waiting: readonly string[] = [],
): number => {
  const { start } = fault;
  if ('atSeconds' in start) return start.atSeconds;
  if ('afterSteadySeconds' in start) {
    const { afterSteadySeconds, atLeastSeconds } = start;
    return plateauStart + Math.max(Math.min(atLeastSeconds, afterSteadySeconds), afterSteadySeconds * shrinkShare);
  }
  const other = request.faults.find(({ name }) => name === start.after);
  if (other === undefined || waiting.includes(other.name)) return plateauStart + start.delaySeconds;
  const applied = startOffset(request, other, plateauStart, shrinkShare, [...waiting, fault.name]);
  const happened = {
    applied,
    healed: applied + other.durationSeconds,
    recovered: applied + other.durationSeconds + request.recoveryReserveSeconds,
  }[start.event];
  return happened + start.delaySeconds;
};

/** Offset of the last heal; `plateauStart` where there is no fault. */
const lastHealAt = (request: TimingRequest, plateauStart: number, shrinkShare: number): number =>
  Math.max(
    plateauStart,
    ...request.faults.map((fault) => startOffset(request, fault, plateauStart, shrinkShare) + fault.durationSeconds),
  );

/** The largest share of the wished steady time, in steps of a hundredth, at which the last heal is not after `latest`. */
const shrinkToFit = (request: TimingRequest, plateauStart: number, latest: number): number => {
  for (let hundredths = 100; hundredths > 0; hundredths -= 1)
    if (lastHealAt(request, plateauStart, hundredths / 100) <= latest) return hundredths / 100;
  return 0;
};

/**
 * Lays ramp-up, settling, plateau, faults, reserve and ramp-down out on one time axis.
 * 1. Without a duration everything takes what it needs. 2. With one, ramps scale with it; a longer one extends the plateau; a
 * shorter one shrinks first the steady time before the faults (down to what the experiment allows), then the reserve.
 * @returns the timing, and a problem for each fault that does not fit. Offsets are seconds from T0, to a tenth.
 */
export const layOut = (request: TimingRequest): { timing: Timing; problems: readonly Problem[] } => {
  const { durationSeconds: wished, faults } = request;
  const atMost = (seconds: number, share: number) =>
    round(Math.min(seconds, wished === null ? Infinity : wished * share));
  const rampUp = atMost(
    Math.max(rampUpSeconds[request.curve], request.users / mostComingPerSecond),
    mostRampUpShare[request.curve],
  );
  const plateauStart = round(rampUp + atMost(request.settleSeconds, mostSettleShare));
  const rampDown = atMost(rampDownSeconds, mostRampDownShare);
  const needed =
    faults.length === 0
      ? plateauStart + faultlessPlateauSeconds
      : lastHealAt(request, plateauStart, 1) + request.recoveryReserveSeconds + afterSeconds;
  const plateauEnd = request.plateauSeconds === null ? needed : plateauStart + request.plateauSeconds;
  const rampDownStart = round(wished === null ? plateauEnd : wished - rampDown);
  const end = round(rampDownStart + rampDown);

  const comfortable = shrinkToFit(request, plateauStart, rampDownStart - request.recoveryReserveSeconds);
  const share = comfortable > 0 ? comfortable : shrinkToFit(request, plateauStart, rampDownStart - leastReserveSeconds);
  const starts = new Map(faults.map((fault) => [fault.name, round(startOffset(request, fault, plateauStart, share))]));
  const free = rampDownStart - lastHealAt(request, plateauStart, share);

  const problems = faults.flatMap((fault, index): Problem[] => {
    const healedAt = (starts.get(fault.name) ?? 0) + fault.durationSeconds;
    if (healedAt <= rampDownStart) return [];
    return [
      {
        file: request.file,
        path: `faults[${index}]`,
        message: `the fault ${fault.name} would end ${round(healedAt)} s after the start, after the plateau of the run`,
        received: `a plateau that ends at ${rampDownStart} s`,
        allowed: `--duration of at least ${Math.ceil(healedAt + leastReserveSeconds + rampDown)}s`,
      },
    ];
  });
  return {
    timing: {
      corners: shapeCorners(request.curve, {
        rampUpEndSeconds: rampUp,
        plateauStartSeconds: plateauStart,
        rampDownStartSeconds: rampDownStart,
        endSeconds: end,
      }),
      plateauStartSeconds: plateauStart,
      rampDownStartSeconds: rampDownStart,
      endSeconds: end,
      recoveryReserveSeconds:
        faults.length === 0 ? 0 : round(Math.max(0, Math.min(request.recoveryReserveSeconds, free))),
      faultStartsSeconds: starts,
    },
    problems,
  };
};
