import { describe, expect, it } from 'vitest';
import { cutPhases, disturbances, plateauEnd } from './phases.ts';
import type { PhaseSpan } from './phase-span.ts';
import { readHistory } from './run-history.ts';
import { healthyRun, syntheticEvent, syntheticRun } from './testing/synthetic-run.ts';
import type { RunEvent } from './wire/events.ts';

const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
const driving = syntheticEvent(0, { type: 'run', state: 'driving' });
const ended = syntheticEvent(420, { type: 'run', state: 'loadEnded' });
const faultEvents = (fault: string, from: number, to: number | null) => [
  syntheticEvent(from, { type: 'fault', fault, state: 'applied', by: 'plan' }),
  ...(to === null ? [] : [syntheticEvent(to, { type: 'fault', fault, state: 'healed', by: 'plan' })]),
];

const phasesOf = (events: readonly RunEvent[], recovered: number | null = null): string[] => {
  const history = readHistory([driving, ...events]);
  const found = disturbances(history, plateauEnd(plan, history));
  return cutPhases(plan, history, found, () => recovered).map(show);
};
const show = ({ phase, fromSeconds, toSeconds }: PhaseSpan) => `${phase} ${fromSeconds}-${toSeconds}`;

describe('phases', () => {
  it('without a fault', () => expect(phasesOf([ended])).toEqual(['rampUp 0-20', 'steady 20-400', 'rampDown 400-420']));

  it('with a fault: its own seconds are whole, recovery ends when the shop had recovered', () =>
    expect(phasesOf([...faultEvents('out', 200.4, 220.7), ended], 243)).toEqual([
      'rampUp 0-20',
      'steady 20-200',
      'fault 200-221',
      'recovery 221-243',
      'after 243-400',
      'rampDown 400-420',
    ]));

  it('recovery lasts to the end of the reserve where the shop did not recover', () =>
    expect(phasesOf([...faultEvents('out', 200, 220), ended])).toContain('recovery 220-310'));

  it('recovery ends at the ramp-down at the latest', () => {
    const phases = phasesOf([...faultEvents('out', 340, 360), ended]);
    expect(phases).toContain('recovery 360-400');
    expect(phases.some((phase) => phase.startsWith('after'))).toBe(false);
  });

  it('a fault that was never healed lasts to the end', () =>
    expect(phasesOf([...faultEvents('out', 200, null), ended])).toEqual([
      'rampUp 0-20',
      'steady 20-200',
      'fault 200-400',
      'rampDown 400-420',
    ]));

  it('two faults, one after the other', () =>
    expect(phasesOf([...faultEvents('a', 100, 110), ...faultEvents('b', 250, 260), ended], 120)).toEqual([
      'rampUp 0-20',
      'steady 20-100',
      'fault 100-110',
      'recovery 110-120',
      'after 120-250',
      'fault 250-260',
      'after 260-400',
      'rampDown 400-420',
    ]));

  it('overlapping faults are one disturbance, healed with the last', () => {
    const history = readHistory([driving, ...faultEvents('a', 100, 130), ...faultEvents('b', 120, 150), ended]);
    expect(disturbances(history, 400)).toEqual([
      { faults: ['a', 'b'], fromSeconds: 100, healedAtSeconds: 150, observedUntilSeconds: 400 },
    ]);
  });

  it('an interruption ends the plateau', () =>
    expect(
      phasesOf([
        ...faultEvents('out', 100, 110),
        syntheticEvent(115, { type: 'aborted', by: 'SIGINT' }),
        syntheticEvent(118, { type: 'run', state: 'loadEnded' }),
      ]),
    ).toEqual(['rampUp 0-20', 'steady 20-100', 'fault 100-110', 'recovery 110-115', 'rampDown 115-118']));

  it('a run that died in the ramp-up has no steady phase', () =>
    expect(phasesOf([syntheticEvent(9, { type: 'aborted', by: 'error' })])).toEqual(['rampUp 0-9']));
});
