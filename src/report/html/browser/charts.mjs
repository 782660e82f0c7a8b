/* global document, window, CSS, ResizeObserver, uPlot */
// Draws what src/report/html/chart.ts describes as ChartData. Runs in the report's page, inlined.

const { clock, inUnit, onAxis, isDecade, roundFigures } = globalThis.chartFigures;
const { data, colour, drawBands, drawOver } = globalThis.chartOverlays;

const looks = {
  main: { colour: 'chart-main', width: 1.75, dash: [] },
  second: { colour: 'chart-second', width: 1.25, dash: [] },
  planned: { colour: 'muted', width: 1.25, dash: [5, 4] },
  warm: { colour: 'chart-warm', width: 1.25, dash: [2, 2] },
};

const yRange = (chart) => {
  if (chart.range !== null) return () => chart.range;
  return (_plot, _low, high) => {
    const top = Math.max(high ?? 0, chart.unit === 'ratio' ? 0.05 : 1) * 1.12;
    return [0, chart.unit === 'ratio' ? Math.min(1, top) : top];
  };
};

/** A line needs two neighbours; a point that stands alone is drawn as a point. */
const lonely = (values) =>
  values.flatMap((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : [],
  );

const seriesOf = (chart) => (line) => {
  const look = looks[line.look];
  return {
    label: line.label,
    stroke: () => colour(look.colour),
    width: look.width,
    dash: look.dash,
    value: (_plot, value) => (value === null || value === undefined ? '' : inUnit[chart.unit](value)),
    points: { show: data.live || lonely(line.values).length > 0, size: 4, filter: () => lonely(line.values) },
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
  const marked = data.live || chart.bands.length > 0 || chart.marks.length > 0;
  return {
    width,
    height: heightOf(chart),
    padding: [marked ? 36 : 10, 14, 0, 4],
    scales: {
      x: {
        time: false,
        range: () => (chart.window ? [chart.window.fromSeconds, chart.window.toSeconds] : [0, data.endSeconds]),
      },
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
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: chart.window ? `run-${chart.window.fromSeconds}` : 'run' },
      points: { size: 6 },
    },
    hooks: { drawClear: [drawBands(chart)], draw: [drawOver(chart)] },
  };
};

const drawable = (chart) => (line) =>
  chart.scale === 'log' ? line.values.map((value) => (value !== null && value > 0 ? value : null)) : line.values;

let printing = false;

const plots = data.charts.flatMap((chart) => {
  const place = document.querySelector(`[data-chart="${CSS.escape(chart.id)}"]`);
  if (place === null) return [];
  const values = () => [chart.window?.startSeconds ?? data.startSeconds, ...chart.lines.map(drawable(chart))];
  const plot = new uPlot(optionsOf(chart, Math.max(200, place.clientWidth)), values(), place);
  const fit = () => {
    const width = Math.floor(place.clientWidth);
    if (!printing && width > 0 && width !== plot.width) plot.setSize({ width, height: heightOf(chart) });
  };
  new ResizeObserver(fit).observe(place);
  return [{ chart, plot, fit, values }];
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

// The live page goes on from here.
globalThis.reportCharts = { data, plots };
