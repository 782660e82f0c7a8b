import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOpenRun } from '../../core/testing/open-run.ts';
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

  it('survives a histogram that cannot be read', () => {
    const workers = run.evidence.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.map((line) => (line.type === 'entry' ? { ...line, histogram: 'damaged' } : line)),
    }));
    expect(bodyOf(renderHtml({ ...run, evidence: { ...run.evidence, workers } }, assets))).toContain('Latency by step');
  });
});
