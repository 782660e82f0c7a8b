export { loadReportAssets } from './html/assets.ts';
export { renderHtml } from './html/render-html.ts';
export { renderVerdictJson } from './json/verdict-json.ts';
export { renderJunit } from './junit/render-junit.ts';
export { renderSummary } from './markdown/render-summary.ts';
export type { LiveFrame } from './terminal/live-frame.ts';
export { renderFinal } from './terminal/render-final.ts';
export { renderLive, renderLiveLine } from './terminal/render-live.ts';
export { renderPlan } from './terminal/render-plan.ts';
