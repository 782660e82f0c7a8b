/* global document, getComputedStyle, uPlot */
// What is drawn under and over the lines of a chart: faults, budgets, marks. Runs in the report's page, inlined.

const { clock, onAxis } = globalThis.chartFigures;
const data = JSON.parse(document.getElementById('chart-data').textContent);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const edges = (plot) => {
  const { left, top, width, height } = plot.bbox;
  return { left, top, right: left + width, bottom: top + height, px: uPlot.pxRatio };
};

const x = (plot, seconds) => {
  const { min, max } = plot.scales.x;
  return plot.valToPos(Math.min(max, Math.max(min, seconds)), 'x', true);
};

const drawBands = (chart) => (plot) => {
  const { top, bottom, px } = edges(plot);
  const { ctx } = plot;
  for (const band of chart.bands) {
    const from = x(plot, band.fromSeconds);
    const width = Math.max(2 * px, x(plot, band.toSeconds) - from);
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, top, width, bottom - top);
    ctx.fillStyle = colour('band');
    ctx.fill();
    ctx.clip();
    ctx.strokeStyle = colour('band-hatch');
    ctx.lineWidth = px;
    ctx.beginPath();
    for (let at = from - (bottom - top); at < from + width; at += 7 * px) {
      ctx.moveTo(at, bottom);
      ctx.lineTo(at + (bottom - top), top);
    }
    ctx.stroke();
    ctx.restore();
  }
};

const write = (plot, text, at, baseline, align, ink) => {
  const { ctx } = plot;
  ctx.textAlign = align;
  ctx.lineWidth = 3 * uPlot.pxRatio;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = colour('surface');
  ctx.strokeText(text, at, baseline);
  ctx.fillStyle = ink;
  ctx.fillText(text, at, baseline);
};

const drawLimits = (plot, chart) => {
  const { left, right, top, bottom, px } = edges(plot);
  const { ctx } = plot;
  const ink = colour('limit');
  chart.limits.forEach((limit, index) => {
    const y = plot.valToPos(limit.value, 'y', true);
    if (y < top || y > bottom) return;
    const from = x(plot, limit.fromSeconds);
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.75 * px;
    ctx.setLineDash([6 * px, 4 * px]);
    ctx.beginPath();
    ctx.moveTo(Math.max(left, from), y);
    ctx.lineTo(Math.min(right, x(plot, limit.toSeconds)), y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (chart.limits.findIndex(({ value }) => value === limit.value) === index)
      write(plot, `budget ${onAxis[chart.unit](limit.value)}`, Math.max(left, from) + 2 * px, y - 5 * px, 'left', ink);
  });
};

const drawUnanswered = (plot, chart) => {
  if (chart.unanswered === null) return;
  const { top, px } = edges(plot);
  const { ctx } = plot;
  ctx.fillStyle = colour('fail');
  const starts = chart.window?.startSeconds ?? data.startSeconds;
  chart.unanswered.forEach((unanswered, bucket) => {
    if (!unanswered) return;
    const from = x(plot, starts[bucket]);
    const to = x(plot, starts[bucket + 1] ?? chart.window?.toSeconds ?? data.endSeconds);
    ctx.fillRect(from, top, Math.max(px, to - from), 5 * px);
  });
};

const drawMarks = (plot, chart) => {
  const { left, right, top, bottom, px } = edges(plot);
  const { ctx } = plot;
  const roomy = right - left > 320 * px;
  const taken = { onset: -Infinity, recovered: -Infinity };
  for (const mark of chart.marks.toSorted((a, b) => a.atSeconds - b.atSeconds)) {
    const at = x(plot, mark.atSeconds);
    const ink = colour(mark.kind);
    const leftwards = mark.kind === 'onset' ? at - left > 90 * px : right - at < 110 * px;
    ctx.strokeStyle = ink;
    ctx.fillStyle = ink;
    ctx.lineWidth = 1.25 * px;
    ctx.beginPath();
    ctx.moveTo(at, top - 4 * px);
    ctx.lineTo(at, bottom);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(at, top - 4 * px);
    ctx.lineTo(at + (leftwards ? -6 : 6) * px, top - 8 * px);
    ctx.lineTo(at, top - 12 * px);
    ctx.fill();
    const text = roomy ? `${mark.kind} ${clock(mark.atSeconds)}` : mark.kind;
    const start = at + (leftwards ? -9 : 9) * px;
    const width = ctx.measureText(text).width;
    if ((leftwards ? start - width : start) < taken[mark.kind]) continue;
    taken[mark.kind] = (leftwards ? start : start + width) + 4 * px;
    write(plot, text, start, top - 5 * px, leftwards ? 'right' : 'left', ink);
  }
};

const drawBandLabels = (plot, chart) => {
  const { top, right, px } = edges(plot);
  let free = -Infinity;
  for (const band of chart.bands) {
    const width = plot.ctx.measureText(band.label).width;
    const at = Math.min(x(plot, band.fromSeconds), right - width);
    if (at < free) continue;
    free = at + width + 8 * px;
    write(plot, band.label, at, top - 20 * px, 'left', colour('muted'));
  }
};

const drawOver = (chart) => (plot) => {
  const { ctx } = plot;
  ctx.save();
  ctx.font = `${11 * uPlot.pxRatio}px ${colour('font')}`;
  ctx.textBaseline = 'alphabetic';
  drawUnanswered(plot, chart);
  drawLimits(plot, chart);
  drawMarks(plot, chart);
  drawBandLabels(plot, chart);
  ctx.restore();
};

globalThis.chartOverlays = { data, colour, drawBands, drawOver };
