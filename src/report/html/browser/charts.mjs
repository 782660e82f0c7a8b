/* global document, window, getComputedStyle, CSS, ResizeObserver, uPlot */
// Runs in the report's page, inlined; draws what src/report/html/chart.ts describes as ChartData.

const data = JSON.parse(document.getElementById('chart-data').textContent);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const looks = {
  main: { colour: 'chart-main', width: 1.75, dash: [] },
  second: { colour: 'chart-second', width: 1.25, dash: [] },
  planned: { colour: 'muted', width: 1.25, dash: [5, 4] },
  warm: { colour: 'chart-warm', width: 1.25, dash: [2, 2] },
};

const grouped = (value, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const clock = (offsetSeconds) => {
  const whole = Math.max(0, Math.round(offsetSeconds));
  const tail = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${tail}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${tail}`;
};

const withoutZeros = (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

const inUnit = {
  ms: (value) =>
    value < 1000 ? `${grouped(value, value > 0 && value < 10 ? 1 : 0)} ms` : `${grouped(value / 1000, 2)} s`,
  ratio: (value) => `${grouped(value * 100, value > 0 && value < 0.1 ? 1 : 0)} %`,
  perSecond: (value) => `${grouped(value, value < 10 ? 1 : 0)}/s`,
  count: (value) => grouped(value),
  MiB: (value) => `${grouped(value)} MiB`,
};

const onAxis = {
  ms: (value) =>
    value < 1000 ? `${withoutZeros(value.toFixed(1))} ms` : `${withoutZeros((value / 1000).toFixed(1))} s`,
  ratio: (value) => `${withoutZeros((value * 100).toFixed(1))} %`,
  perSecond: (value) => grouped(value),
  count: (value) => grouped(value),
  MiB: (value) => grouped(value),
};

const isDecade = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

/** 1, 2, 5, 10, … between two figures. */
const roundFigures = (low, high) => {
  const figures = [];
  for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10)
    for (const step of [1, 2, 5])
      if (decade * step >= low * 0.999 && decade * step <= high * 1.001) figures.push(decade * step);
  return figures;
};

const yRange = (chart) => {
  if (chart.range !== null) return () => chart.range;
  return (_plot, _low, high) => {
    const top = Math.max(high ?? 0, chart.unit === 'ratio' ? 0.05 : 1) * 1.12;
    return [0, chart.unit === 'ratio' ? Math.min(1, top) : top];
  };
};

const edges = (plot) => {
  const { left, top, width, height } = plot.bbox;
  return { left, top, right: left + width, bottom: top + height, px: uPlot.pxRatio };
};

const x = (plot, seconds) => plot.valToPos(Math.min(data.endSeconds, Math.max(0, seconds)), 'x', true);

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
  chart.unanswered.forEach((unanswered, bucket) => {
    if (!unanswered) return;
    const from = x(plot, data.startSeconds[bucket]);
    const to = x(plot, data.startSeconds[bucket + 1] ?? data.endSeconds);
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

/** A line needs two neighbours; a point that stands alone is drawn as a point. */
const lonely = (values) =>
  values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : [],
  );

const seriesOf = (chart) => (line) => {
  const look = looks[line.look];
  const alone = lonely(line.values);
  return {
    label: line.label,
    stroke: () => colour(look.colour),
    width: look.width,
    dash: look.dash,
    value: (_plot, value) => (value === null || value === undefined ? '' : inUnit[chart.unit](value)),
    points: { show: alone.length > 0, size: 4, filter: () => alone },
  };
};

const axis = (more) => ({
  stroke: () => colour('muted'),
  font: `11px ${colour('font')}`,
  ticks: { show: false },
  grid: { stroke: () => colour('grid'), width: 1 },
  ...more,
});

const heightOf = (chart) => (chart.size === 'wide' ? 190 : 210);

const optionsOf = (chart, width) => {
  const log = chart.scale === 'log';
  const marked = chart.bands.length > 0 || chart.marks.length > 0;
  return {
    width,
    height: heightOf(chart),
    padding: [marked ? 36 : 10, 14, 0, 4],
    scales: {
      x: { time: false, range: [0, data.endSeconds] },
      y: { distr: log ? 3 : 1, range: yRange(chart) },
    },
    axes: [
      axis({
        size: 28,
        space: 64,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400],
        values: (_plot, splits) => splits.map(clock),
        grid: { show: false },
        ticks: { show: true, size: 4, width: 1, stroke: () => colour('grid') },
      }),
      axis({
        size: 56,
        space: 30,
        ...(log
          ? {
              splits: (plot) => roundFigures(plot.scales.y.min, plot.scales.y.max),
              filter: (_plot, splits) => splits.map((value) => (isDecade(value) ? value : null)),
            }
          : {}),
        values: (_plot, splits) => splits.map((value) => (value === null ? '' : onAxis[chart.unit](value))),
      }),
    ],
    series: [
      { label: 'at', value: (_plot, value) => (value === null || value === undefined ? '' : clock(value)) },
      ...chart.lines.map(seriesOf(chart)),
    ],
    legend: {
      markers: {
        width: 2,
        stroke: (_plot, index) => `var(--${looks[chart.lines[index - 1].look].colour})`,
        dash: (_plot, index) => (looks[chart.lines[index - 1].look].dash.length > 0 ? 'dashed' : 'solid'),
      },
    },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'run' }, points: { size: 6 } },
    hooks: { drawClear: [drawBands(chart)], draw: [drawOver(chart)] },
  };
};

const drawable = (chart) => (line) =>
  chart.scale === 'log' ? line.values.map((value) => (value !== null && value > 0 ? value : null)) : line.values;

let printing = false;

const plots = data.charts.flatMap((chart) => {
  const place = document.querySelector(`[data-chart="${CSS.escape(chart.id)}"]`);
  if (place === null) return [];
  const plot = new uPlot(
    optionsOf(chart, Math.max(200, place.clientWidth)),
    [data.startSeconds, ...chart.lines.map(drawable(chart))],
    place,
  );
  const fit = () => {
    const width = Math.floor(place.clientWidth);
    if (!printing && width > 0 && width !== plot.width) plot.setSize({ width, height: heightOf(chart) });
  };
  new ResizeObserver(fit).observe(place);
  return [{ chart, plot, fit }];
});

const redraw = () => plots.forEach(({ plot }) => plot.redraw(false, true));

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

// Paper is always light and about 680 px wide, whatever the screen is.
const paperWidth = { wide: 670, half: 325 };

window.addEventListener('beforeprint', () => {
  printing = true;
  document.documentElement.classList.add('paper');
  plots.forEach(({ chart, plot }) => plot.setSize({ width: paperWidth[chart.size], height: 170 }));
});

window.addEventListener('afterprint', () => {
  printing = false;
  document.documentElement.classList.remove('paper');
  plots.forEach(({ chart, plot, fit }) => {
    plot.setSize({ width: plot.width, height: heightOf(chart) });
    fit();
  });
  redraw();
});
