import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { demandBetween } from '../planned-load.ts';
import { readHistory } from '../run-history.ts';
import { asOpenRun } from '../testing/open-run.ts';
import { healthyRun, syntheticEvent, syntheticRun } from '../testing/synthetic-run.ts';
import { readGenerator, type SecondLine } from '../timeline/generator-seconds.ts';
import type { TimelineLine } from '../wire/timeline.ts';
import { openLedgers, readLedgers } from '../books/read-ledgers.ts';
import { judgeValidity, voidsFindings } from './judge-validity.ts';

const healthy = syntheticRun({ ...healthyRun, virtualUsers: 200, wishes: 20 });
const plateauEndSeconds = 400;
const noArrivals = [0, 400].map((atSeconds) => ({ atSeconds, sessionsPerSecond: 0 }));
const plannedArrivals = ({ plan }: Evidence) => demandBetween(plan.load, 0, plateauEndSeconds);

/** The runs of this file hold no record of the generator's own waiting, so latencies do not matter; judge-waiting.test.ts has those. */
const noLatencies = { steps: new Map(), phases: [] };

const judge = (evidence: Evidence) =>
  judgeValidity(
    evidence,
    readLedgers(evidence.workers),
    readHistory(evidence.events),
    readGenerator(evidence.workers),
    plateauEndSeconds,
    noLatencies,
  );
const notPassing = (evidence: Evidence) =>
  judge(evidence)
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ check, outcome }) => `${check} ${outcome}`);

const withTimeline = (change: (line: TimelineLine) => TimelineLine | null): Evidence => ({
  ...healthy,
  workers: healthy.workers.map((worker) => ({
    ...worker,
    timeline: worker.timeline.map(change).filter((line) => line !== null),
  })),
});
const withSeconds = (change: (line: SecondLine) => Partial<SecondLine>): Evidence =>
  withTimeline((line) => (line.type === 'second' ? { ...line, ...change(line) } : line));
/** The change holds in this share of the plateau's seconds. */
const inSome = (share: number, change: Partial<SecondLine>): Evidence =>
  withSeconds((line) => ((line.second * 7) % 100 < share * 100 ? change : {}));

describe('the load generator', () => {
  it('is valid on a healthy run, every check with its value', () => {
    expect(notPassing(healthy)).toEqual([]);
    expect(judge(healthy).map(({ check }) => check)).toEqual([
      'timerLatenessP99',
      'schedLatencyP99',
      'generatorCpu',
      'virtualUsersReached',
      'sessionsCrashed',
      'sessionsLate',
      'hostsMissing',
      'timelineGaps',
      'clockJump',
      'requestsCut',
      'ledgerClosed',
      'loadEnded',
    ]);
  });

  it('stays valid on a busy but honest machine, pauses included', () => {
    expect(notPassing(inSome(1, { timerLatenessP99Ms: 180, schedLatencyP99Ms: 25, cpuSeconds: 1.4 }))).toEqual([]);
    expect(notPassing(inSome(0.04, { timerLatenessP99Ms: 3000, schedLatencyP99Ms: 900, cpuSeconds: 2 }))).toEqual([]);
  });

  it.each([
    ['timerLatenessP99 fail', { timerLatenessP99Ms: 700 }],
    ['schedLatencyP99 fail', { schedLatencyP99Ms: 150 }],
    ['generatorCpu fail', { cpuSeconds: 1.9 }],
    ['sessionsCrashed fail', { sessionsCrashed: 1 }],
    ['sessionsLate fail', { sessionsLate: 1 }],
    ['virtualUsersReached fail', { activeVirtualUsers: 190 }],
  ])('is starved or faulty: %s', (expected, change) => expect(notPassing(inSome(1, change))).toEqual([expected]));

  it.each<[string, number, Partial<SecondLine>]>([
    ['timerLatenessP99', 453, { timerLatenessP99Ms: 453 }],
    ['schedLatencyP99', 100, { schedLatencyP99Ms: 100 }],
    ['generatorCpu', 0.85, { cpuSeconds: 1.7 }],
  ])('passes up to its limit: %s', (check, limit, change) => {
    const found = judge(inSome(1, change)).find((each) => each.check === check);
    expect(found).toMatchObject({ outcome: 'pass', limit: expect.closeTo(limit, 0) as number });
  });

  it('is held to timers that are small against the pauses of its shoppers', () => {
    const hurried = {
      ...healthy,
      plan: { ...healthy.plan, load: { ...healthy.plan.load, thinkTimeMedianSeconds: 0.5, thinkTimeSigma: 0 } },
    };
    const late = (timerLatenessP99Ms: number): Evidence => ({
      ...hurried,
      workers: inSome(1, { timerLatenessP99Ms }).workers,
    });
    expect(notPassing(late(49))).toEqual([]);
    expect(notPassing(late(60))).toEqual(['timerLatenessP99 fail']);
  });

  describe('on a machine whose limits are known', () => {
    const limited = (environment: Partial<Evidence['plan']['environment']>, evidence = healthy): Evidence => ({
      ...evidence,
      plan: { ...healthy.plan, environment: { ...healthy.plan.environment, ...environment } },
    });

    it('has descriptors to spare, or ran out of them', () => {
      // 200 connections, and 500 descriptors for the worker itself.
      expect(notPassing(limited({ descriptorsPerProcess: 700 }))).toEqual([]);
      expect(notPassing(limited({ descriptorsPerProcess: 699 }))).toEqual(['descriptors fail']);
      expect(notPassing(limited({ descriptorsPerProcess: 100 }))).toEqual(['descriptors fail']);
    });

    it('has local ports to spare, or ran out of them as closed ones linger', () => {
      // 200 are open, and 2 sessions end each second.
      const ended = inSome(1, { sessionsFinished: 2 });
      expect(notPassing(limited({ ephemeralPorts: 320, portLingerSeconds: 60 }, ended))).toEqual([]);
      expect(notPassing(limited({ ephemeralPorts: 319, portLingerSeconds: 60 }, ended))).toEqual(['localPorts fail']);
      expect(notPassing(limited({ ephemeralPorts: 202, portLingerSeconds: 1 }, ended))).toEqual([]);
    });

    it('closes none with shared connections', () => {
      const shared = limited({ ephemeralPorts: 200, portLingerSeconds: 60 });
      const load = { ...healthy.plan.load, connections: 'shared' as const };
      expect(notPassing({ ...shared, plan: { ...shared.plan, load } })).toEqual([]);
    });

    it('is not judged by limits that nobody knows', () => {
      const checks = judge(limited({ descriptorsPerProcess: null, ephemeralPorts: null })).map(({ check }) => check);
      expect(checks).not.toContain('descriptors');
      expect(checks).not.toContain('localPorts');
    });

    it('knows nothing of a worker that wrote nothing', () => {
      const silent = limited(
        { descriptorsPerProcess: 700, ephemeralPorts: 28_232 },
        withTimeline(() => null),
      );
      expect(notPassing(silent)).toEqual(
        expect.arrayContaining(['descriptors inconclusive', 'localPorts inconclusive']),
      );
    });
  });

  describe('of an open load', () => {
    const open = asOpenRun(healthy);
    const withStarts = (share: number): Evidence => ({
      ...open,
      workers: open.workers.map((worker) => ({
        ...worker,
        timeline: worker.timeline.map((line) =>
          line.type === 'second' ? { ...line, sessionsStarted: Math.round(line.sessionsStarted * share) } : line,
        ),
      })),
    });
    const offPlan = (evidence: Evidence) => judge(evidence).find(({ check }) => check === 'sessionsOffPlan');

    it('is valid when the sessions came that were to arrive, whoever was there at the peak', () => {
      expect(notPassing(open)).toEqual([]);
      expect(judge(open).some(({ check }) => check === 'virtualUsersReached')).toBe(false);
      // 200 virtual users at 10 s a session: 20 a second for 400 s less half the ramp.
      expect(offPlan(open)).toMatchObject({
        unit: 'ratio',
        why: expect.stringMatching(/^\d+ sessions began, about \d+ were/),
      });
      expect(offPlan(open)?.limit).toBeCloseTo(0.01 + 3.3 / Math.sqrt(plannedArrivals(open)), 3);
    });

    it.each([0.9, 1.1])('is not with %d of them: too few, or more than the plan', (share) =>
      expect(notPassing(withStarts(share))).toEqual(['sessionsOffPlan fail']),
    );

    it('is unknown without a timeline, and where nobody was to come', () => {
      const silent = { ...open, workers: [{ worker: 'w1', timeline: [], ledger: [] }] };
      expect(offPlan(silent)).toMatchObject({ value: null, outcome: 'inconclusive' });
      const nobody = open.plan.load.model === 'open' ? { ...open.plan.load, curve: noArrivals } : open.plan.load;
      expect(offPlan({ ...open, plan: { ...open.plan, load: nobody } })).toMatchObject({ outcome: 'inconclusive' });
    });
  });

  it('does not mind what happens while it is being stopped', () =>
    expect(
      notPassing(
        withSeconds((line) => (line.second >= plateauEndSeconds ? { schedLatencyP99Ms: 5000, cpuSeconds: 2 } : {})),
      ),
    ).toEqual([]));

  it('misses host VUs', () =>
    expect(notPassing(withTimeline((line) => (line.type === 'end' ? { ...line, hostsFinished: 3 } : line)))).toEqual([
      'hostsMissing fail',
    ]));

  it('cut requests, a few of which may be', () => {
    const { requests } = readGenerator(healthy.workers);
    const cut = (requestsCut: number) =>
      notPassing(withTimeline((line) => (line.type === 'end' ? { ...line, requestsCut } : line)));
    expect(cut(Math.floor(requests / 1_001))).toEqual([]);
    expect(cut(Math.ceil(requests / 990))).toEqual(['requestsCut fail']);
  });

  it('left gaps', () => {
    const without = (least: number) =>
      withTimeline((line) => (line.type === 'second' && line.second >= 100 && line.second < 100 + least ? null : line));
    expect(notPassing(without(3))).toEqual([]);
    expect(notPassing(without(30))).toEqual(['timelineGaps fail']);
  });

  it('saw the clock jump, by more than it may drift', () => {
    const jumped = (byMs: number) => notPassing(withSeconds((line) => ({ clockSkewMs: line.second > 200 ? byMs : 0 })));
    expect(jumped(500)).toEqual([]);
    expect(jumped(501)).toEqual(['clockJump fail']);
    expect(jumped(-3000)).toEqual(['clockJump fail']);
  });

  it('says that it knows nothing where there is no timeline, or no end of it', () => {
    const nothing = { ...healthy, workers: [{ worker: 'w1', timeline: [], ledger: [] }] };
    expect(notPassing(nothing)).toEqual([
      'timerLatenessP99 inconclusive',
      'schedLatencyP99 inconclusive',
      'generatorCpu inconclusive',
      'virtualUsersReached inconclusive',
      'sessionsCrashed inconclusive',
      'sessionsLate inconclusive',
      'hostsMissing inconclusive',
      'timelineGaps fail',
      'clockJump inconclusive',
      'requestsCut inconclusive',
      'ledgerClosed fail',
    ]);
    expect(notPassing(withTimeline((line) => (line.type === 'end' ? null : line)))).toEqual([
      'hostsMissing inconclusive',
      'requestsCut inconclusive',
    ]);
  });

  it('misses a whole worker', () => {
    const plan = { ...healthy.plan, load: { ...healthy.plan.load, workers: 2, hosts: 8 } };
    expect(notPassing({ ...healthy, plan })).toEqual(['hostsMissing fail', 'timelineGaps fail', 'ledgerClosed fail']);
  });

  it('was killed, or never said that it ended', () => {
    const killed = syntheticEvent(400, { type: 'run', state: 'loadKilled' });
    expect(notPassing({ ...healthy, events: [...healthy.events, killed] })).toEqual(['loadEnded fail']);
    const silent = healthy.events.filter((event) => !(event.type === 'run' && event.state === 'loadEnded'));
    expect(notPassing({ ...healthy, events: silent })).toEqual(['loadEnded fail']);
  });

  it('knows an open ledger from a closed one, by lines too; that voids the books, not the latencies', () => {
    const [worker] = healthy.workers;
    const ledger = [...(worker?.ledger ?? [])].filter((_, index) => index !== 3);
    const open = { ...healthy, workers: [{ worker: 'w1', timeline: worker?.timeline ?? [], ledger }] };
    expect(openLedgers(readLedgers(open.workers), open.plan)).toEqual(['w1']);
    expect(notPassing(open)).toEqual(['ledgerClosed fail']);
    expect(judge(open).filter(voidsFindings)).toEqual([]);
  });
});
