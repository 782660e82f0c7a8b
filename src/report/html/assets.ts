import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Texts that are inlined into the page. */
export interface ReportAssets {
  readonly uplotScript: string;
  readonly uplotStyle: string;
  readonly chartScript: string;
  readonly pageStyle: string;
}

const fromPackage = (file: string): URL => pathToFileURL(createRequire(import.meta.url).resolve(file));

/** Where the texts are. Reading them is the caller's part, because views touch no file. */
export const reportAssetFiles = (): Record<keyof ReportAssets, URL> => ({
  uplotScript: fromPackage('uplot/dist/uPlot.iife.min.js'),
  uplotStyle: fromPackage('uplot/dist/uPlot.min.css'),
  chartScript: new URL('./browser/charts.mjs', import.meta.url),
  pageStyle: new URL('./browser/page.css', import.meta.url),
});

/** Reads them all with the caller's reader, e.g. `(file) => readFileSync(file, 'utf8')`. */
export const loadReportAssets = (readText: (file: URL) => string): ReportAssets => {
  const files = reportAssetFiles();
  return {
    uplotScript: readText(files.uplotScript),
    uplotStyle: readText(files.uplotStyle),
    chartScript: readText(files.chartScript),
    pageStyle: readText(files.pageStyle),
  };
};
