import type { ArrivalPoint, LoadPoint } from './wire/plan.ts';

/** Shapes of the load over time, the same for V(t) and λ(t): docs/load.md. */
export const curveShapes = ['constant', 'ramp', 'doors-open', 'spike', 'steps'] as const;
export type CurveShape = (typeof curveShapes)[number];

/** Where the parts of a curve lie, seconds from T0, in this order. */
export interface CurveTimes {
  readonly rampUpEndSeconds: number;
  /** From here on budgets of `steady` are judged; later than the end of the ramp-up where the load must settle first. */
  readonly plateauStartSeconds: number;
  readonly rampDownStartSeconds: number;
  readonly endSeconds: number;
}

/** A corner of a shape: share of the peak, 0 to 1; straight lines between corners. */
export interface ShapeCorner {
  readonly atSeconds: number;
  readonly share: number;
}

/** Doors open at nine: this much of the plan's load is there before (share), for this part of the ramp (share of its time). */
const quietLoadShare = 0.1;
const quietTimeShare = 1 / 3;
/** What is left of the load when the tail ends and the last shoppers leave. */
const tailLoadShare = 0.4;
/** Around its surge a spike runs at this share of the peak. */
const spikeBaseShare = 0.5;
/** The surge takes the middle third of the plateau, and this long to rise and to fall. */
const surgeRiseSeconds = 5;
const stairs = 5;
/** Of the time of one stair, what the rise to it takes; the rest is held. */
const riserTimeShare = 0.2;

type Draw = (times: CurveTimes) => ShapeCorner[];

const corner = (atSeconds: number, share: number): ShapeCorner => ({
  atSeconds: Math.round(atSeconds * 10) / 10,
  share,
});

const straight: Draw = ({ rampUpEndSeconds, rampDownStartSeconds, endSeconds }) => [
  corner(0, 0),
  corner(rampUpEndSeconds, 1),
  corner(rampDownStartSeconds, 1),
  corner(endSeconds, 0),
];

const doorsOpen: Draw = ({ rampUpEndSeconds, rampDownStartSeconds, endSeconds }) => {
  const quietEnd = rampUpEndSeconds * quietTimeShare;
  return [
    corner(0, 0),
    corner(Math.min(3, quietEnd / 2), quietLoadShare),
    corner(quietEnd, quietLoadShare),
    corner(rampUpEndSeconds, 1),
    corner(rampDownStartSeconds, 1),
    corner(rampDownStartSeconds + (endSeconds - rampDownStartSeconds) * 0.7, tailLoadShare),
    corner(endSeconds, 0),
  ];
};

const spike: Draw = ({ rampUpEndSeconds, plateauStartSeconds, rampDownStartSeconds, endSeconds }) => {
  const third = Math.max(0, rampDownStartSeconds - plateauStartSeconds) / 3;
  const rise = Math.min(surgeRiseSeconds, third / 4);
  const [surgeStart, surgeEnd] = [plateauStartSeconds + third, rampDownStartSeconds - third];
  return [
    corner(0, 0),
    corner(rampUpEndSeconds, spikeBaseShare),
    corner(surgeStart, spikeBaseShare),
    corner(surgeStart + rise, 1),
    corner(surgeEnd - rise, 1),
    corner(surgeEnd, spikeBaseShare),
    corner(rampDownStartSeconds, spikeBaseShare),
    corner(endSeconds, 0),
  ];
};

const steps: Draw = ({ rampUpEndSeconds, rampDownStartSeconds, endSeconds }) => {
  const stairSeconds = rampUpEndSeconds / stairs;
  const climb = Array.from({ length: stairs }, (_, stair) => [
    corner(stair * stairSeconds, stair / stairs),
    corner((stair + riserTimeShare) * stairSeconds, (stair + 1) / stairs),
  ]);
  return [...climb.flat(), corner(rampDownStartSeconds, 1), corner(endSeconds, 0)];
};

const draws: Record<CurveShape, Draw> = { constant: straight, ramp: straight, 'doors-open': doorsOpen, spike, steps };

/** The corners of a shape, to a tenth of a second. It begins and ends at 0, reaches 1 and never more, and has no jump. */
export const shapeCorners = (shape: CurveShape, times: CurveTimes): ShapeCorner[] => draws[shape](times);

/** V(t): a shape for so many virtual users, whole at the corners; at least one wherever somebody is to be there. */
export const virtualUserCurve = (corners: readonly ShapeCorner[], virtualUsers: number): LoadPoint[] =>
  corners.map(({ atSeconds, share }) => ({
    atSeconds,
    virtualUsers: Math.max(share > 0 ? 1 : 0, Math.round(virtualUsers * share)),
  }));

/** λ(t): a shape for so many sessions a second. */
export const arrivalCurve = (corners: readonly ShapeCorner[], sessionsPerSecond: number): ArrivalPoint[] =>
  corners.map(({ atSeconds, share }) => ({
    atSeconds,
    // Twelve digits, so that a tenth of 40 is 4 in plan.json.
    sessionsPerSecond: share === 1 ? sessionsPerSecond : Number((sessionsPerSecond * share).toPrecision(12)),
  }));
