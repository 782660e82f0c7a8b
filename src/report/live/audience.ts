import type { LiveFrame } from './live-frame.ts';

/**
 * Who looks at a live page. The operator sees everything and may stop the run. Responders see what they would see on the day: figures, and
 * neither which fault is in place nor when one comes, until it is revealed.
 */
export const audiences = ['operator', 'responder'] as const;
export type Audience = (typeof audiences)[number];

const ofTheFault = ['fault', 'recovery', 'after'];

/** A frame as responders may see it: nothing in it tells of a fault. */
export const concealFaults = (frame: LiveFrame): LiveFrame => {
  const driving = frame.phase !== null;
  const hidden = frame.phase === 'steady' || ofTheFault.includes(frame.phase ?? '');
  return {
    ...frame,
    phase: hidden ? null : frame.phase,
    doing: hidden ? 'plateau' : driving ? 'driving' : frame.doing,
    faultsInPlace: [],
    next: frame.next?.what.startsWith('fault') === true ? null : frame.next,
  };
};
