import type { Problem } from '../core/errors.ts';
import type { LoadPoint } from '../core/wire/plan.ts';

/** Fault as the timing needs it, seconds. */
export interface FaultTiming {
  readonly name: string;
  readonly durationSeconds: number;
  /** Offset from T0, or from the start of the plateau with the least that a short run may shrink it to. */
  readonly start:
    { readonly atSeconds: number } | { readonly afterSteadySeconds: number; readonly atLeastSeconds: number };
}

export interface TimingRequest {
  readonly users: number;
  readonly curve: 'doors-open' | 'ramp' | 'constant';
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
  readonly curve: readonly LoadPoint[];
  readonly plateauStartSeconds: number;
  readonly rampDownStartSeconds: number;
  readonly endSeconds: number;
  readonly recoveryReserveSeconds: number;
  /** Offset from T0 of each fault, by name. */
  readonly faultStartsSeconds: ReadonlyMap<string, number>;
}

/** Doors open at nine: this much of the plan's load is there before (share), for this part of the ramp (share of its time). */
const quietLoadShare = 0.1;
const quietTimeShare = 1 / 3;
/** What is left of the load when the tail ends and the last shoppers leave. */
const tailLoadShare = 0.4;

const rampUpSeconds = { 'doors-open': 45, ramp: 45, constant: 10 } as const;
const rampDownSeconds = 15;
/** Shown after recovery, so that the report has an `after` phase to compare with. */
const afterSeconds = 15;
/** Plateau of a run without faults: what the design effect of DESIGN §6 needs, 8 batches of 15 s, with a margin. */
const faultlessPlateauSeconds = 150;
/** Below this a recovery stretch (15 s) cannot be seen. */
const leastReserveSeconds = 15;

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Virtual users at the corners of the curve; straight lines between. */
const curvePoints = (request: TimingRequest, rampUp: number, rampDownStart: number, end: number): LoadPoint[] => {
  const { users, curve } = request;
  const at = (atSeconds: number, share: number): LoadPoint => ({
    atSeconds: round(atSeconds),
    virtualUsers: Math.max(share > 0 ? 1 : 0, Math.round(users * share)),
  });
  const plateau = [at(rampUp, 1), at(rampDownStart, 1)];
  const tail = [at(rampDownStart + (end - rampDownStart) * 0.7, tailLoadShare), at(end, 0)];
  if (curve !== 'doors-open') return [at(0, 0), ...plateau, at(end, 0)];
  const quietEnd = rampUp * quietTimeShare;
  return [at(0, 0), at(Math.min(3, quietEnd / 2), quietLoadShare), at(quietEnd, quietLoadShare), ...plateau, ...tail];
};

const startOffset = (fault: FaultTiming, plateauStart: number, shrinkShare: number): number => {
  if ('atSeconds' in fault.start) return fault.start.atSeconds;
  const { afterSteadySeconds, atLeastSeconds } = fault.start;
  return plateauStart + Math.max(Math.min(atLeastSeconds, afterSteadySeconds), afterSteadySeconds * shrinkShare);
};

/** Offset of the last heal; `plateauStart` where there is no fault. */
const lastHealAt = (request: TimingRequest, plateauStart: number, shrinkShare: number): number =>
  Math.max(
    plateauStart,
    ...request.faults.map((fault) => startOffset(fault, plateauStart, shrinkShare) + fault.durationSeconds),
  );

/** The largest share of the wished steady time, in steps of a hundredth, at which the last heal is not after `latest`. */
const shrinkToFit = (request: TimingRequest, plateauStart: number, latest: number): number => {
  for (let hundredths = 100; hundredths > 0; hundredths -= 1)
    if (lastHealAt(request, plateauStart, hundredths / 100) <= latest) return hundredths / 100;
  return 0;
};

/**
 * Lays ramp-up, plateau, faults, reserve and ramp-down out on one time axis.
 * 1. Without a duration everything takes what it needs. 2. With one, ramps scale with it; a longer one extends the plateau; a
 * shorter one shrinks first the steady time before the faults (down to what the experiment allows), then the reserve.
 * @returns the timing, and a problem for each fault that does not fit. Offsets are seconds from T0, to a tenth.
 */
export const layOut = (request: TimingRequest): { timing: Timing; problems: readonly Problem[] } => {
  const { durationSeconds: wished, faults } = request;
  const rampUp = round(Math.min(rampUpSeconds[request.curve], wished === null ? Infinity : wished * 0.15));
  const rampDown = round(Math.min(rampDownSeconds, wished === null ? Infinity : wished * 0.08));
  const needed =
    faults.length === 0
      ? rampUp + faultlessPlateauSeconds
      : lastHealAt(request, rampUp, 1) + request.recoveryReserveSeconds + afterSeconds;
  const rampDownStart = round(
    wished !== null ? wished - rampDown : request.plateauSeconds !== null ? rampUp + request.plateauSeconds : needed,
  );
  const end = round(rampDownStart + rampDown);

  const comfortable = shrinkToFit(request, rampUp, rampDownStart - request.recoveryReserveSeconds);
  const share = comfortable > 0 ? comfortable : shrinkToFit(request, rampUp, rampDownStart - leastReserveSeconds);
  const starts = new Map(faults.map((fault) => [fault.name, round(startOffset(fault, rampUp, share))]));
  const free = rampDownStart - lastHealAt(request, rampUp, share);

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
      curve: curvePoints(request, rampUp, rampDownStart, end),
      plateauStartSeconds: rampUp,
      rampDownStartSeconds: rampDownStart,
      endSeconds: end,
      recoveryReserveSeconds:
        faults.length === 0 ? 0 : round(Math.max(0, Math.min(request.recoveryReserveSeconds, free))),
      faultStartsSeconds: starts,
    },
    problems,
  };
};
