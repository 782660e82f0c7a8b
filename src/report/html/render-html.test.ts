import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareRuns } from '../../core/compare/compare-runs.ts';
import { figuresOfRun } from '../../core/compare/figures-of-run.ts';
import { asOpenRun } from '../../core/testing/open-run.ts';
import type { RunEvent } from '../../core/wire/events.ts';
import type { RunFigures } from '../../core/wire/run-figures.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import type { ReportInput } from '../report-input.ts';
import { outageRun } from '../testing/outage-run.ts';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { loadReportAssets, type ReportAssets } from './assets.ts';
import { renderHtml } from './render-html.ts';

let assets: ReportAssets;
let run: ReportInput;

beforeAll(() => {
  assets = loadReportAssets((file) => readFileSync(file, 'utf8'));
  run = outageRun();
});

/** The page without the scripts and styles that come with it. */
const bodyOf = (html: string): string => html.slice(html.indexOf('<body>'), html.indexOf('<script'));

/** An hour with faults every few minutes, of the same few seconds over and over. */
const hourOf = (of: ReportInput, faults: number): ReportInput => {
  const { plan, events, workers } = of.evidence;
  const steady = workers
    .flatMap(({ timeline }) => timeline)
    .flatMap((line) => (line.type === 'second' || (line.type === 'entry' && line.outcome === 'ok') ? [line] : []))
    .filter(({ second }) => second === 58 || second === 118);
  const timeline = Array.from({ length: 3_600 }, (_, second) =>
    steady.filter((line) => line.second === 58 + 60 * (second % 2)).map((line): TimelineLine => ({ ...line, second })),
  ).flat();
  const fault = (at: number, name: string, state: 'applied' | 'healed'): RunEvent => ({
    v: 1,
    at: '2026-11-27T08:00:00.000Z',
    offsetSeconds: at,
    type: 'fault',
    fault: name,
    state,
    by: 'plan',
  });
  const many = Array.from({ length: faults }, (_, at) => [
    fault(300 + at * 500, `fault-${at}`, 'applied'),
    fault(560 + at * 500, `fault-${at}`, 'healed'),
  ]).flat();
  return {
    ...of,
    evidence: {
      ...of.evidence,
      plan: { ...plan, timing: { ...plan.timing, endSeconds: 3_600 } },
      events: [...events.filter(({ type }) => type !== 'fault'), ...many],
      workers: [{ worker: 'w1', timeline, ledger: [] }],
    },
  };
};

describe('renderHtml', () => {
  it('says the verdict in the first heading, with sign and word', () => {
    const body = bodyOf(renderHtml(run, assets));
    expect(body).toContain(`<h1 id="sentence">${run.verdict.sentence}</h1>`);
    expect(body).toContain('<span class="sign" aria-hidden="true">✓</span>Pass');
    expect(body.indexOf('<h1')).toBeLessThan(body.indexOf('<h2'));
  });

  it('draws arrivals beside virtual users in the open model alone', () => {
    const evidence = asOpenRun(run.evidence, 50);
    const load = { ...run.verdict.load, sessionsPerSecondPlanned: 40 };
    const body = bodyOf(renderHtml({ ...run, evidence, verdict: { ...run.verdict, load } }, assets));
    expect(body).toContain('data-chart="arrivals"');
    expect(body).toContain('2,000 expected at 40 sessions/s');
    expect(body).toContain('<dt>Load at the peak</dt><dd>40 sessions/s</dd>');
    expect(bodyOf(renderHtml(run, assets))).not.toContain('data-chart="arrivals"');
  });

  it('shows each outcome, the examples and the missing evidence of a broken run', () => {
    const body = bodyOf(renderHtml({ ...run, verdict: brokenVerdict() }, assets));
    for (const text of [
      '✕</span>Fail',
      '?</span>Inconclusive',
      'i</span>Advisory',
      'SKU-004711 at hamburg: 9 units beyond 40',
      '<code>timeline-w1.ndjson</code> line 2,114 ends in the middle',
      '&gt; observed',
      'not back within 90 s; watched for 179 s',
    ])
      expect(body).toContain(text);
  });

  it('names faults that may still be in place as an alert', () => {
    const verdict = outageVerdict({ verdict: 'fail', exitCode: 6, faultsLeft: ['peakproof-x-database-outage'] });
    expect(bodyOf(renderHtml({ ...run, verdict }, assets))).toMatch(/role="alert".*\n.*peakproof-x-database-outage/);
  });

  it('lets no text of the run become markup or script', () => {
    const hostile = '</script><img src=x onerror=alert(1)>"\'';
    const verdict = brokenVerdict();
    const html = renderHtml(
      {
        ...run,
        evidence: {
          ...run.evidence,
          plan: {
            ...run.evidence.plan,
            runId: hostile,
            scenario: { name: hostile, steps: [hostile, 'checkout'], checkoutStep: 'checkout' },
          },
          events: run.evidence.events.map((event) => (event.type === 'fault' ? { ...event, fault: hostile } : event)),
        },
        verdict: {
          ...verdict,
          sentence: hostile,
          runId: hostile,
          findings: verdict.findings.map((finding) => ({ ...finding, step: hostile, why: hostile })),
          recovery: verdict.recovery.map((row) => ({ ...row, step: hostile, fault: hostile, why: hostile })),
          invariants: verdict.invariants.map((invariant) => ({ ...invariant, why: hostile, examples: [hostile] })),
          validity: verdict.validity.map((check) => ({ ...check, check: hostile, why: hostile })),
          business: { ...verdict.business, funnel: [{ step: hostile, attempts: 1, good: 1 }] },
          problems: [{ file: hostile, what: hostile }],
          faultsLeft: [hostile],
        },
      },
      assets,
    );
    expect(html).not.toContain('<img');
    expect(html.match(/<script/g)).toHaveLength(5);
    expect(html.match(/<\/script>/g)).toHaveLength(5);
  });

  it('asks for nothing from anywhere', () => {
    const html = renderHtml(run, assets);
    expect(html.includes('default-src &#39;none&#39;')).toBe(true);
    expect(html.match(/(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
  });

  it('gives the same bytes for the same input', () =>
    expect(renderHtml(run, assets)).toBe(renderHtml(outageRun(), assets)));

  it('is a whole report for a run that never drove', () => {
    const evidence = { ...run.evidence, workers: [], events: [] };
    const verdict = outageVerdict({
      verdict: 'inconclusive',
      exitCode: 2,
      startedAt: null,
      findings: [],
      recovery: [],
      validity: [],
    });
    const body = bodyOf(renderHtml({ evidence, verdict, phases: [] }, assets));
    expect(body).toContain('never started');
    expect(body).toContain('No budget applied to this run.');
    expect(body).toContain('No fault was injected.');
  });

  it('sees a fault closely, second by second, from before it until after the recovery', () => {
    const body = bodyOf(renderHtml(run, assets));
    expect(body).toContain('seen from 2:10 to');
    expect(body).toContain('data-chart="fault-1-latency"');
    expect(body).toContain('<a href="#faults">');
    const calm = { ...run, evidence: { ...run.evidence, events: [] } };
    expect(bodyOf(renderHtml(calm, assets))).not.toContain('href="#faults"');
  });

  it('names the slowest step first, and when it was slowest', () => {
    const body = bodyOf(renderHtml(run, assets));
    const rows = body.slice(body.indexOf('id="slowest"')).split('<tr>').slice(2);
    expect(rows[0]).toContain('checkout');
    expect(rows[0]).toMatch(/2:(3|4|5)\d<\/td>/);
  });

  it('shows the change from a baseline where one was named, and no part of it otherwise', () => {
    expect(bodyOf(renderHtml(run, assets))).not.toContain('id="change"');
    const before = figuresOfRun(run.evidence);
    const slower = before.figures.map((figure) =>
      figure.indicator === 'latencyP95' ? { ...figure, value: figure.value * 2 } : figure,
    );
    const runs = (name: string, figures: RunFigures['figures']) =>
      [1, 2, 3].map((at): RunFigures => ({ ...before, runId: `${name}-${at}`, figures }));
    const comparison = compareRuns(runs('old', before.figures), runs('new', slower));
    const body = bodyOf(renderHtml({ ...run, comparison }, assets));
    expect(body).toContain('href="#change"');
    const change = body.slice(body.indexOf('id="change"'), body.indexOf('id="books"'));
    expect(change).toContain('Regression');
    expect(change).toContain('+100 %');
    expect(change).toContain('old-1, old-2, old-3');
  });

  it('stays under 2 MB for an hour with six faults', () => {
    const hour = hourOf(run, 6);
    const html = renderHtml(hour, assets);
    expect(html).toContain('data-chart="fault-6-latency"');
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
  }, 90_000);

  it('survives a histogram that cannot be read', () => {
    const workers = run.evidence.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.map((line) => (line.type === 'entry' ? { ...line, histogram: 'damaged' } : line)),
    }));
    expect(bodyOf(renderHtml({ ...run, evidence: { ...run.evidence, workers } }, assets))).toContain('Latency by step');
  });
});
