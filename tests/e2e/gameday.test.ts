import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvidence } from '../../src/adapters/run-store/read-evidence.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import { verdictSchema, type Verdict } from '../../src/core/wire/verdict.ts';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { packageRoot } from '../support/cli.ts';
import { eventually } from '../support/processes.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const lacks = [...(hasTmux ? [] : ['tmux']), ...(chromiumPath === null ? ['Chromium'] : [])];
const skipped = lacks.length === 0 ? '' : ` (skipped: no ${lacks.join(', no ')} on PATH)`;

describe.skipIf(lacks.length > 0)(`a game day led from a terminal, answered on a page${skipped}`, () => {
  let folder: string;
  let socket: string;
  let browser: Browser;
  let evidence: Evidence;
  let verdict: Verdict;
  const pages: Record<string, Page> = {};

  const tmux = (...args: string[]): string => execFileSync('tmux', ['-S', socket, ...args], { encoding: 'utf8' });
  const screen = (): string => tmux('capture-pane', '-p', '-J', '-S', '-200', '-t', 'day');
  const press = (...keys: string[]): string => tmux('send-keys', '-t', 'day', ...keys);
  const shows = (text: string | RegExp, withinMs = 30_000): Promise<void> =>
    eventually(
      `the terminal shows ${String(text)}`,
      () => (typeof text === 'string' ? screen().includes(text) : text.test(screen())),
      withinMs,
    );
  const runFolder = (): string => path.join(folder, readdirSync(folder).find((name) => name.startsWith('2')) ?? 'none');
  const eventsText = (): string => {
    const file = path.join(runFolder(), 'events.ndjson');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-gameday-'));
    socket = path.join(folder, 'tmux.sock');
    browser = await launchChromium();
    const command = [
      process.execPath,
      path.join(packageRoot, 'bin/peakproof.mjs'),
      'gameday database-failover --users 30 --think-time 11s --curve constant --duration 60s --hold-at-most 3m --live --operator Ada --responder Bo',
      `--out ${folder}`,
    ].join(' ');
    tmux('new-session', '-d', '-s', 'day', '-x', '150', '-y', '60', `${command}; echo "exit $?"; sleep 600`);
    // Before: brief and links; the load waits for the operator.
    await shows(/http\S+ \(responders\)/, 60_000);
    const [, operator = '', responder = ''] = /(http\S+) \(operator\)\s+(http\S+) \(responders\)/.exec(screen()) ?? [];
    for (const [name, url] of Object.entries({ operator, responder })) {
      pages[name] = await browser.newPage();
      await pages[name].goto(url);
      await pages[name].locator('#connection[data-state="live"]').waitFor();
    }
    expect(screen()).toContain('Game day: Database fail-over');
    press('s');
    // During: inject by a key, acknowledge and mitigate on the responders' page, heal on the operator's page.
    await eventually('the load is driven', () => eventsText().includes('"driving"'), 150_000);
    await shows('i inject', 30_000);
    press('i');
    await eventually('the fault is in place', () => eventsText().includes('"state":"applied"'), 20_000);
    const { responder: answering, operator: leading } = pages;
    await answering!.locator('[data-action="noticed"]:enabled').click();
    await answering!.locator('[data-action="acknowledged"]').click();
    await answering!.locator('#runbooks summary', { hasText: 'Database fail-over' }).click();
    await answering!.locator('#runbooks details[open] [data-step]').first().check();
    press('n');
    press('-l', 'checkout refuses');
    press('Enter');
    expect(await answering!.content()).not.toContain('database-failover (');
    await answering!.locator('[data-action="mitigated"]').click();
    await leading!.locator('[data-action="heal"]:enabled').click();
    await eventually('the fault is out', () => eventsText().includes('"state":"healed"'), 20_000);
    await leading!.locator('[data-action="released"]:enabled').click();
    // After: the debrief, on page and terminal.
    await answering!.locator('#revealed', { hasText: 'Database fail-over' }).waitFor({ timeout: 120_000 });
    await leading!.locator('#entry').selectOption('action');
    await leading!.locator('#journal-text').fill('alarm on refused checkouts');
    await leading!.locator('.journal-form button').click();
    await leading!.locator('#journal-lines', { hasText: 'alarm on refused checkouts' }).waitFor();
    press('f');
    await shows(/exit \d+/, 60_000);
    evidence = readEvidence(runFolder());
    verdict = verdictSchema.parse(JSON.parse(readFileSync(path.join(runFolder(), 'verdict.json'), 'utf8')));
  });

  afterAll(async () => {
    spawnSync('tmux', ['-S', socket, 'kill-server']);
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves all times of the people in the verdict', () => {
    const times = Object.fromEntries((verdict.gameDay ?? []).map(({ what, seconds }) => [what, seconds]));
    expect(Object.keys(times)).toEqual(['detect', 'acknowledge', 'mitigate', 'recover']);
    for (const what of ['detect', 'acknowledge', 'mitigate']) expect(times[what]).toBeGreaterThanOrEqual(0);
    expect(verdict.gameDay?.find(({ what }) => what === 'acknowledge')?.outcome).toBe('pass');
    expect(verdict.faultsLeft).toEqual([]);
  });

  it('healed at the word of the operator, and ended when the plateau was released', () => {
    const told = evidence.events.flatMap((event) =>
      event.type === 'fault' ? [`${event.state} ${event.by}`] : event.type === 'journal' ? [event.entry] : [],
    );
    expect(told).toContain('healed hand');
    expect(told.filter((entry) => !entry.includes(' '))).toEqual([
      'briefed',
      'started',
      'inject',
      'noticed',
      'acknowledged',
      'step',
      'note',
      'mitigated',
      'heal',
      'released',
      'revealed',
      'action',
      'finished',
    ]);
    expect(verdict.aborted).toBeNull();
  });

  it('has journal, expectation and actions in the report', () => {
    const html = readFileSync(path.join(runFolder(), 'report.html'), 'utf8');
    for (const text of [
      'id="game-day"',
      'checkout refuses',
      'alarm on refused checkouts',
      'time to acknowledge',
      'Expected',
    ])
      expect(html).toContain(text);
  });
});
