import { referencePlan } from '../../src/adapters/k6/testing/reference-plan.ts';
import type { Plan } from '../../src/core/wire/plan.ts';
import type { Visits } from './shoppers.ts';
import { healthyMedianMs, patienceMs, scriptedSteps, type Script } from './script.ts';

/** The one fault of a script. */
export const faultName = 'scripted';

/** Either model of load, level over the plateau or rising through it. */
export const loadKinds = ['closed, flat', 'closed, ramping', 'open, flat', 'open, ramping'] as const;
export type LoadKind = (typeof loadKinds)[number];

const thinkTime = { thinkTimeMedianSeconds: 1, thinkTimeSigma: 0.4 };
/** Mean of a think time and an answer. */
const paceSeconds =
  thinkTime.thinkTimeMedianSeconds * Math.exp(thinkTime.thinkTimeSigma ** 2 / 2) + healthyMedianMs / 1_000;
const rampUpSeconds = 10;
const rampDownSeconds = 5;
/** Each gives more than 100 attempts a second of each step, all the time. */
const users = { from: 900, flat: 900, to: 1_350 };
const sessionsPerSecond = { from: 150, flat: 150, to: 225 };

/** The plan of a run that plays a script: up, level or rising, and down. */
export const scriptedPlan = (
  { fault, endSeconds }: Script,
  { kind, visits, seed }: { readonly kind: LoadKind; readonly visits: Visits; readonly seed: number },
): Plan => {
  const journeySteps = visits === 'whole journeys' ? scriptedSteps.length : 1;
  const sessionSeconds = journeySteps * paceSeconds;
  const rampDownStartSeconds = endSeconds - rampDownSeconds;
  const isRamping = kind.endsWith('ramping');
  const heights = kind.startsWith('open') ? sessionsPerSecond : users;
  // A visit of one step needs as many more visits.
  const times = kind.startsWith('open') ? scriptedSteps.length / journeySteps : 1;
  const corners = [
    { atSeconds: 0, height: 0 },
    { atSeconds: rampUpSeconds, height: times * (isRamping ? heights.from : heights.flat) },
    { atSeconds: rampDownStartSeconds, height: times * (isRamping ? heights.to : heights.flat) },
    { atSeconds: endSeconds, height: 0 },
  ];
  const peak = Math.max(...corners.map(({ height }) => height));
  const shared = { hosts: 1, ...thinkTime, patienceSeconds: patienceMs / 1_000 };
  const plan = referencePlan(
    kind.startsWith('open')
      ? {
          seed,
          open: {
            ...shared,
            sessionsPerSecond: peak,
            curve: corners.map(({ atSeconds, height }) => ({ atSeconds, sessionsPerSecond: height })),
            meanSessionSeconds: sessionSeconds,
            virtualUsersAtMost: 20_000,
          },
        }
      : {
          seed,
          load: {
            ...shared,
            virtualUsers: peak,
            curve: corners.map(({ atSeconds, height }) => ({ atSeconds, virtualUsers: height })),
          },
        },
  );
  const settleSeconds = kind.startsWith('open') ? Math.ceil(sessionSeconds) : 0;
  return {
    ...plan,
    scenario: { name: 'black-friday', steps: [...scriptedSteps], checkoutStep: 'checkout' },
    timing: {
      plateauStartSeconds: rampUpSeconds + settleSeconds,
      rampDownStartSeconds,
      endSeconds,
      worstCaseSeconds: endSeconds + 60,
      recoveryReserveSeconds: 80,
    },
    experiment: {
      name: 'ground-truth',
      title: 'Ground truth',
      hypothesis: 'The judge finds what the script did',
      runbook: null,
      faults: [
        {
          name: faultName,
          kind: 'down',
          target: 'shop',
          proxy: 'shop',
          atSeconds: fault.fromMs / 1_000,
          durationSeconds: (fault.toMs - fault.fromMs) / 1_000,
          longestLifeSeconds: 600,
          attributes: {},
          toxicity: 1,
        },
      ],
    },
    targets: { shop: 'shop' },
  };
};
