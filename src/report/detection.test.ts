import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Detection, Verdict } from '../core/wire/verdict.ts';
import { loadReportAssets } from './html/assets.ts';
import { renderHtml } from './html/render-html.ts';
import { renderJunit } from './junit/render-junit.ts';
import { renderSummary } from './markdown/render-summary.ts';
import type { ReportInput } from './report-input.ts';
import { renderFinal } from './terminal/render-final.ts';
import { outageRun } from './testing/outage-run.ts';

const silent: Detection = {
  fault: 'database-outage',
  appliedAtSeconds: 150,
  alarm: null,
  timeToDetectSeconds: null,
  pages: null,
  limitSeconds: null,
  outcome: 'advisory',
  why: 'nobody would have been paged: checkout-5xx stayed silent for 180 s after the fault',
};
const noticed: Detection = {
  ...silent,
  ...{ alarm: 'checkout-5xx', timeToDetectSeconds: 31, pages: true, limitSeconds: 60, outcome: 'pass' },
  why: 'checkout-5xx went off 31 s after the fault',
};

let run: ReportInput;
beforeAll(() => {
  run = outageRun();
});
const views = (detection: Detection[] | undefined): Record<string, string> => {
  const verdict: Verdict = detection === undefined ? run.verdict : { ...run.verdict, detection };
  const input = { ...run, verdict };
  return {
    html: renderHtml(
      input,
      loadReportAssets((file) => readFileSync(file, 'utf8')),
    ),
    markdown: renderSummary(input),
    junit: renderJunit(input),
    terminal: renderFinal(verdict, { colour: false, width: 200 }),
  };
};

describe('detection in every report', () => {
  it('says by which alarm, and how soon', () => {
    for (const [view, text] of Object.entries(views([noticed]))) {
      expect(text, view).toContain('checkout-5xx');
      expect(text, view).toContain('31 s');
    }
  });

  it('says that nobody would have been paged, and puts it among what to do next', () => {
    const { html, markdown, junit, terminal } = views([silent]);
    for (const text of [html, markdown, junit, terminal]) expect(text).toMatch(/nobody would have been paged/i);
    for (const text of [html, markdown, terminal])
      expect(text).toContain('Nobody would have been paged for database-outage');
  });

  it('is not there where no alarm was watched', () => {
    for (const [view, text] of Object.entries(views(undefined))) expect(text, view).not.toMatch(/Detection|paged/);
  });
});
