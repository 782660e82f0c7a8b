// Figures as the charts write them. Runs in the report's page, inlined, before overlays.mjs and charts.mjs.

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
  figure: (value) => withoutZeros(grouped(value, Math.abs(value) < 100 ? 2 : 0)),
};

const onAxis = {
  ms: (value) =>
    value < 1000 ? `${withoutZeros(value.toFixed(1))} ms` : `${withoutZeros((value / 1000).toFixed(1))} s`,
  ratio: (value) => `${withoutZeros((value * 100).toFixed(1))} %`,
  perSecond: (value) => grouped(value),
  count: (value) => grouped(value),
  MiB: (value) => grouped(value),
  figure: (value) => withoutZeros(grouped(value, Math.abs(value) < 10 ? 2 : 0)),
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

globalThis.chartFigures = { clock, inUnit, onAxis, isDecade, roundFigures };
