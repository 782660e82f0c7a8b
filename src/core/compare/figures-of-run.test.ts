import { describe, expect, it } from 'vitest';
import { healthyRun, syntheticEvent, syntheticRun } from '../testing/synthetic-run.ts';
import { runFiguresSchema } from '../wire/run-figures.ts';
import { figuresOfRun } from './figures-of-run.ts';

const evidence = syntheticRun(healthyRun);
const figures = figuresOfRun(evidence);
const valueOf = (indicator: string, step: string | null) =>
  figures.figures.find((figure) => figure.indicator === indicator && figure.step === step)?.value;

describe('figuresOfRun', () => {
  it('has the steady phase’s latencies and error shares, the goodput, and each recovery', () => {
    expect(runFiguresSchema.parse(figures)).toEqual(figures);
    expect(figures).toMatchObject({ runId: 'synthetic-run', verdict: 'pass', unusable: null });
    expect(valueOf('latencyP50', 'browse')).toBeCloseTo(120, -1);
    // Log-normal, sigma 0.4: p95 is the median × e^(1.645 × 0.4).
    expect(valueOf('latencyP95', 'browse')).toBeGreaterThan(210);
    expect(valueOf('latencyP95', 'browse')).toBeLessThan(250);
    expect(valueOf('errorShare', 'browse')).toBeLessThan(0.005);
    // 600 users × (0.08 + 0.08 + 0.02 + 0.01) a second.
    expect(valueOf('goodput', null)).toBeCloseTo(114, -1);
    expect(figures.figures.find(({ indicator }) => indicator === 'serviceRecovery')).toMatchObject({
      step: 'browse',
      fault: 'database-out',
    });
  });

  it('has no latency of a step with few attempts', () => {
    const few = figuresOfRun(syntheticRun({ ...healthyRun, virtualUsers: 20 }));
    expect(few.figures.filter(({ step }) => step === 'checkout')).toEqual([]);
  });

  it('says why a run’s figures are of no use', () => {
    const events = evidence.events.filter((event) => event.type !== 'run' || event.state !== 'closed');
    const aborted = [...events, syntheticEvent(300, { type: 'aborted', by: 'SIGINT' })];
    expect(figuresOfRun({ ...evidence, events: aborted }).unusable).toBe('it was ended by SIGINT');
    const problems = [{ file: 'audit.json', what: 'is missing' }];
    expect(figuresOfRun({ ...evidence, problems }).unusable).toContain('audit.json');
    const starved = evidence.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.map((line) => (line.type === 'second' ? { ...line, timerLatenessP99Ms: 3_000 } : line)),
    }));
    expect(figuresOfRun({ ...evidence, workers: starved }).unusable).toContain('timerLatenessP99');
  });
});
