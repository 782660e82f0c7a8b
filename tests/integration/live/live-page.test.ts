import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLiveSite, type LivePage, type LiveSite } from '../../../src/cli/live-page.ts';
import type { CliContext } from '../../../src/cli/context.ts';
import { renderLive } from '../../../src/report/terminal/render-live.ts';
import { outageRun } from '../../../src/report/testing/outage-run.ts';
import type { Phase } from '../../../src/core/wire/budgets.ts';
import { chromiumPath, chromiumSkip, launchChromium } from '../../support/chromium.ts';

const { evidence, verdict } = outageRun();
const lines = evidence.workers.flatMap(({ worker, timeline }) => timeline.map((line) => ({ worker, line })));

const phaseAt = (second: number): Phase =>
  second < 50 ? 'rampUp' : second < 150 ? 'steady' : second < 170 ? 'fault' : 'recovery';

const said: string[] = [];
const context = {
  signal: new AbortController().signal,
  err: (text: string) => void said.push(text),
} as unknown as CliContext;

const openSite = async (): Promise<LiveSite> => (await openLiveSite(context, { live: true, liveHost: '127.0.0.1' }))!;

/** Plays the made-up run from one second to another, as the rehearsal would tell it. */
const play = (page: LivePage, from: number, to: number): void => {
  for (let second = from; second < to; second += 1) {
    page.run.tick({
      offsetSeconds: second + 1,
      phase: phaseAt(second),
      lines: lines.filter(({ line }) => 'second' in line && line.second === second),
      faultInPlace: phaseAt(second) === 'fault' ? 'database-outage' : null,
    });
    if (second >= to - 2) page.show(page.run);
  }
};

describe.skipIf(chromiumPath === null)(`the live page in Chromium${chromiumSkip}`, () => {
  let browser: Browser;
  let site: LiveSite;
  let live: LivePage;
  let operator: Page;
  let responder: Page;
  const complaints: string[] = [];

  const open = async (url: string): Promise<Page> => {
    const opened = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    opened.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    opened.on('pageerror', (error) => complaints.push(error.message));
    opened.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:'))
        complaints.push(request.url());
    });
    await opened.goto(url);
    await opened.locator('#connection[data-state="live"]').waitFor();
    return opened;
  };

  const textOf = (page: Page, id: string): Promise<string> => page.locator(`#${id}`).innerText();
  const inked = (page: Page, chart: string): Promise<number> =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('[data-chart="${chart}"] canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    })()`);

  beforeAll(async () => {
    browser = await launchChromium();
    site = await openSite();
    expect(await (await fetch(site.links.operator)).text()).toContain('being prepared');
    live = site.open(evidence);
    [operator, responder] = [await open(site.links.operator), await open(site.links.responder)];
  });

  afterAll(async () => {
    await site.close();
    await browser.close();
  });

  it('fills its charts as the run goes, with the figures of the terminal', async () => {
    const empty = await inked(operator, 'latency-checkout');
    play(live, 0, 100);
    const terminal = renderLive(live.run.frame(), { colour: false, width: 110 });
    await operator.locator('#clock', { hasText: '1:40' }).waitFor();
    expect(await inked(operator, 'latency-checkout')).toBeGreaterThan(empty);
    for (const id of ['where', 'clock', 'facts']) expect(terminal).toContain(await textOf(operator, id));
    for (const row of await operator.locator('#steps tr').all()) {
      const [step = '', p95 = '', , , attempts = ''] = await row.locator('th, td').allInnerTexts();
      expect(terminal).toMatch(new RegExp(`${step} +${p95.replace('.', '\\.')} .* ${attempts}`));
    }
  });

  it('shows budgets with their state so far', async () => {
    const rows = await operator.locator('#budget-rows tr').allInnerTexts();
    expect(rows.some((row) => row.includes('within so far') && row.includes('checkout · p95 latency · steady'))).toBe(
      true,
    );
    expect(rows.some((row) => row.includes('not yet') && row.includes('service recovery'))).toBe(true);
  });

  it('tells the operator of a fault, and the responders only of what it does', async () => {
    play(live, 100, 165);
    await operator.locator('#fault', { hasText: 'database-outage' }).waitFor();
    await responder.locator('#clock', { hasText: '2:45' }).waitFor();
    expect(await textOf(operator, 'where')).toContain('fault');
    expect(await textOf(responder, 'where')).toBe('plateau');
    expect(await textOf(responder, 'facts')).toBe(await textOf(operator, 'facts'));
    const all = await responder.content();
    expect(all).not.toContain('database');
    const updates = await responder.evaluate(`new Promise((resolve) => {
      const source = new EventSource('events');
      source.addEventListener('update', ({ data }) => { source.close(); resolve(data); });
    })`);
    expect(updates).not.toContain('database');
    expect(await responder.locator('[data-action="stop"]').count()).toBe(0);
  });

  it('survives a reload: everything is there again, and goes on', async () => {
    const before = await inked(operator, 'throughput');
    await operator.reload();
    await operator.locator('#clock', { hasText: '2:45' }).waitFor();
    expect(Math.abs((await inked(operator, 'throughput')) - before)).toBeLessThan(before * 0.02);
    play(live, 165, 200);
    await operator.locator('#clock', { hasText: '3:20' }).waitFor();
    expect(await textOf(operator, 'fault')).toBe('no fault in place');
  });

  it('has the data of a chart as a table', async () => {
    await operator.locator('[data-table="throughput"] summary').click();
    const rows = operator.locator('[data-table="throughput"] tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(100);
    expect(await rows.last().innerText()).toMatch(/^3:18\s+\d+\/s\s+\d+\/s$/);
  });

  it('refuses whoever has no link, and responders who ask for a stop', async () => {
    const { origin } = new URL(site.links.operator);
    expect((await fetch(`${origin}/x/`)).status).toBe(404);
    expect((await fetch(`${origin}/x/events`)).status).toBe(404);
    const ask = (link: string) =>
      fetch(`${link}actions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action: 'stop' }),
      });
    expect((await ask(`${origin}/x/`)).status).toBe(404);
    expect((await ask(site.links.responder)).status).toBe(409);
    expect(live.context.signal.aborted).toBe(false);
  });

  it('stops on the second press, with the operator as the reason', async () => {
    const stop = operator.locator('[data-action="stop"]');
    await stop.click();
    expect(live.context.signal.aborted).toBe(false);
    await stop.click();
    await operator.locator('#answer', { hasText: 'healed' }).waitFor();
    expect(live.context.signal.reason).toBe('operator');
  });

  it('ends with the verdict for both', async () => {
    live.showVerdict(verdict, 'report.html');
    for (const page of [operator, responder]) {
      await page.locator('#outcome').waitFor();
      expect(await textOf(page, 'outcome')).toContain(verdict.sentence);
    }
  });

  it('goes over to the next run of a mode by itself, under the same links', async () => {
    const next = site.open({ ...evidence, plan: { ...evidence.plan, runId: 'the-next-run' } });
    next.show(next.run);
    for (const page of [operator, responder]) {
      await page.locator('body[data-run="the-next-run"]').waitFor();
      await page.locator('#connection[data-state="live"]').waitFor();
      expect(await page.locator('#outcome').isHidden()).toBe(true);
    }
    // Reading the canvas back, as this test does, is all that may be complained of.
    expect(complaints.filter((text) => !text.includes('getImageData'))).toEqual([]);
  });
});
