import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

const findChromium = (): string | null => {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // Not under this name.
    }
  }
  return null;
};

/** Chromium on the PATH; null without one, and tests of pages are skipped. */
export const chromiumPath = findChromium();

/** Stands behind the name of a suite that is skipped. */
export const chromiumSkip = chromiumPath === null ? ' (skipped: no Chromium on PATH)' : '';

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
    timeout: 60_000,
  });
