import { describe, expect, it } from 'vitest';
import { judgeReadiness } from '../../core/readiness/judge-readiness.ts';
import { outageRun } from '../testing/outage-run.ts';
import { brokenVerdict, outageVerdict } from '../testing/outage-verdict.ts';
import { renderReadinessHtml } from './render-readiness-html.ts';
import { renderReadinessMarkdown } from './render-readiness-markdown.ts';
import { renderReadiness } from './render-readiness-terminal.ts';

const { plan } = outageRun().evidence;
const hostile = '<img src=x onerror=alert(1)>|';
const readiness = judgeReadiness(
  [
    { plan, verdict: outageVerdict() },
    { plan: { ...plan, runId: hostile }, verdict: { ...brokenVerdict(), startedAt: '2026-11-28T08:00:00.000Z' } },
  ],
  ['cache-loss'],
);

describe('go or no-go in words', () => {
  it('for the terminal: answer, figures with their reason, what is untested', () => {
    const text = renderReadiness(readiness, { colour: false, width: 100 });
    expect(text.split('\n')[0]).toBe('✕ NO GO');
    expect(text).toMatch(/✕ {2}Oversold units +12 {2}at most 0 +↘ worse/);
    expect(text).toContain('0 → 12');
    expect(text).toContain('· Experiments without a decided run: cache-loss');
  });

  it('for a ticket: the same as tables, with nothing of the run breaking them', () => {
    const text = renderReadinessMarkdown(readiness);
    expect(text).toContain('## ✕ No go');
    expect(text).not.toContain('<img');
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(new Set(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).size).toBe(2);
  });

  it('as a page: signs and words beside colours, the trend also as text, no script, nothing from anywhere', () => {
    const html = renderReadinessHtml(readiness, { pageStyle: '' });
    expect(html).toContain('<span class="sign" aria-hidden="true">✕</span>No go');
    expect(html).toContain('0 → 12');
    expect(html.match(/<svg class="spark"/g)?.length).toBeGreaterThan(3);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
    expect(html.match(/(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
  });
});
