import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Texts that are inlined into the page. */
export interface ReportAssets {
  readonly uplotScript: string;
  readonly uplotStyle: string;
  /** Modules of the page itself, in the order in which they run. */
  readonly pageScripts: readonly string[];
  readonly pageStyle: string;
  /** Of the live page alone, after the others. */
  readonly liveScript: string;
  readonly liveStyle: string;
  /** Of a game day's live page, after that. */
  readonly gameDayScript: string;
}

/** Each builds on those before it. */
const scriptFiles = ['figures.mjs', 'overlays.mjs', 'charts.mjs'];

/** Print comes last, because it overrides. */
const styleFiles = ['palette.css', 'page.css', 'verdict.css', 'charts.css', 'tables.css', 'narrow.css', 'print.css'];

const fromPackage = (file: string): URL => pathToFileURL(createRequire(import.meta.url).resolve(file));
const ofPage = (file: string): URL => new URL(`./browser/${file}`, import.meta.url);

/**
 * Reads the texts with the caller's reader, e.g. `(file) => readFileSync(file, 'utf8')`: views touch no file themselves.
 * Throws what the reader throws.
 */
export const loadReportAssets = (readText: (file: URL) => string): ReportAssets => ({
  uplotScript: readText(fromPackage('uplot/dist/uPlot.iife.min.js')),
  uplotStyle: readText(fromPackage('uplot/dist/uPlot.min.css')),
  pageScripts: scriptFiles.map((file) => readText(ofPage(file))),
  pageStyle: styleFiles.map((file) => readText(ofPage(file))).join('\n'),
  liveScript: readText(ofPage('live.mjs')),
  liveStyle: readText(ofPage('live.css')),
  gameDayScript: readText(ofPage('game-day.mjs')),
});
