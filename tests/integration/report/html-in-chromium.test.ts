import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadReportAssets, renderHtml, renderJunit } from '../../../src/report/index.ts';
import { outageRun } from '../../../src/report/testing/outage-run.ts';
import { chromiumPath, chromiumSkip, launchChromium } from '../../support/chromium.ts';
import { brokenVerdict } from '../../../src/report/testing/outage-verdict.ts';

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const narrowPhone: BrowserContextOptions = { ...phone, viewport: { width: 320, height: 640 } };
const dark: BrowserContextOptions = { ...desktop, colorScheme: 'dark' };

describe.skipIf(chromiumPath === null)(`the report in Chromium${chromiumSkip}`, () => {
  let folder: string;
  let browser: Browser;
  let pageUrl: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'peakproof-report-'));
    const file = path.join(folder, 'report.html');
    const assets = loadReportAssets((asset) => readFileSync(asset, 'utf8'));
    writeFileSync(file, renderHtml({ ...outageRun(), verdict: brokenVerdict() }, assets));
    pageUrl = pathToFileURL(file).href;
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the report offline; complaints are console errors, page errors, and requests beyond the file itself. */
  const open = async (options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({ ...options, offline: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== pageUrl && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(pageUrl);
    await page.waitForFunction(
      'document.querySelectorAll(".plot canvas").length === document.querySelectorAll(".plot").length',
    );
    await page.waitForTimeout(100);
    return { page, complaints };
  };

  /** Distinct colours on each chart's canvas: an empty one has one. */
  const coloursPerCanvas = (page: Page): Promise<number[]> =>
    page.evaluate(`[...document.querySelectorAll('.plot canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })`);

  const widths = (page: Page): Promise<{ page: number; window: number }> =>
    page.evaluate('({ page: document.documentElement.scrollWidth, window: window.innerWidth })');

  it.each([
    ['desktop', desktop],
    ['dark', dark],
    ['phone', phone],
    ['narrow phone', narrowPhone],
  ])('%s: draws every chart, complains of nothing, asks for nothing, scrolls down only', async (_name, options) => {
    const { page, complaints } = await open(options);
    const colours = await coloursPerCanvas(page);
    expect(colours).toHaveLength(14);
    expect(Math.min(...colours)).toBeGreaterThan(10);
    const { page: pageWidth, window } = await widths(page);
    expect(pageWidth).toBeLessThanOrEqual(window);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('follows the system into the dark, charts included', async () => {
    const { page } = await open(desktop);
    const looks = async (): Promise<unknown> => [
      await page.evaluate('getComputedStyle(document.body).backgroundColor'),
      await page.evaluate('document.querySelector(".plot canvas").toDataURL()'),
    ];
    const light = await looks();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(200);
    const inTheDark = await looks();
    expect(inTheDark).not.toEqual(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForTimeout(200);
    expect(await looks()).toEqual(light);
    await page.context().close();
  });

  it('prints, from the dark on white paper, and is as before afterwards', async () => {
    const { page, complaints } = await open(dark);
    const before = await page.evaluate('document.querySelector(".plot canvas").toDataURL()');
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(50_000);
    await page.waitForTimeout(200);
    expect(await page.evaluate('document.querySelector(".plot canvas").toDataURL()')).toBe(before);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows values under the cursor, on every chart at once', async () => {
    const { page } = await open(desktop);
    const over = page.locator('[data-chart="virtual-users"] .u-over');
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    await over.hover({ position: { x: box!.width * 0.6, y: box!.height / 2 } });
    await page.waitForTimeout(100);
    expect(await page.locator('[data-chart="virtual-users"] .u-value').first().textContent()).toMatch(/^3:3\d$/);
    expect(await page.locator('[data-chart="latency-browse"] .u-value').nth(1).textContent()).toMatch(/ ms$/);
    await page.context().close();
  });

  it('is whole without scripts: verdict, tables, data behind the charts', async () => {
    const context = await browser.newContext({ ...desktop, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pageUrl);
    expect(await page.locator('h1').textContent()).toContain('12 units were oversold');
    expect(await page.locator('noscript').isVisible()).toBe(true);
    expect(await page.locator('.chart details').count()).toBe(14);
    expect(await page.locator('[data-chart="latency-checkout"] ~ details tbody tr').count()).toBe(180);
    await context.close();
  });

  it('has an order of headings, a language, and a name for every chart and link', async () => {
    const { page } = await open(desktop);
    const levels: number[] = await page.evaluate(
      '[...document.querySelectorAll("h1,h2,h3")].map((h) => Number(h.tagName[1]))',
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, at) => at === 0 || level - levels[at - 1]! <= 1)).toBe(true);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(
      await page.evaluate('[...document.querySelectorAll("[role=img]")].every((e) => e.ariaLabel.length > 10)'),
    ).toBe(true);
    expect(
      await page.evaluate('[...document.querySelectorAll("nav a")].every((a) => document.querySelector(a.hash))'),
    ).toBe(true);
    expect(
      await page.evaluate(
        'new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size === document.querySelectorAll("[id]").length',
      ),
    ).toBe(true);
    await page.context().close();
  });

  it('JUnit is XML to a real parser, whatever a shop answers', async () => {
    const hostile = ']]>]]><evil a="b"/>\u0000 & \'"';
    const sound = brokenVerdict();
    const verdict = { ...sound, sentence: hostile, problems: [{ file: hostile, what: hostile }] };
    const { page } = await open(desktop);
    const parsed = await page.evaluate((xml) => {
      const { document: dom } = globalThis as unknown as {
        document: {
          defaultView: {
            DOMParser: new () => {
              parseFromString(text: string, type: string): { querySelectorAll(query: string): { length: number } };
            };
          };
        };
      };
      const tree = new dom.defaultView.DOMParser().parseFromString(xml, 'application/xml');
      return {
        errors: tree.querySelectorAll('parsererror, evil').length,
        cases: tree.querySelectorAll('testcase').length,
      };
    }, renderJunit({ verdict }));
    expect(parsed).toEqual({ errors: 0, cases: 34 });
    await page.context().close();
  });
});
