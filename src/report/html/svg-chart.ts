import { markup, type Markup } from './markup.ts';

export interface SvgPoint {
  readonly x: number;
  readonly y: number;
}

export interface SvgLine {
  readonly label: string;
  /** In order of x. */
  readonly points: readonly SvgPoint[];
  /** A trend is a line without points, a series has both. */
  readonly look: 'series' | 'trend';
}

export interface SvgChart {
  readonly title: string;
  /** One sentence: what the chart says to someone who cannot see it. */
  readonly reading: string;
  readonly xLabel: string;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
  readonly scale: 'linear' | 'log';
  readonly lines: readonly SvgLine[];
  readonly limits: readonly { readonly y: number; readonly label: string }[];
  readonly bands: readonly { readonly from: number; readonly to: number; readonly label: string }[];
}

const size = { width: 720, height: 300, left: 64, right: 150, top: 22, bottom: 40 };
const ticks = 5;
/** Colour is never the only difference: each line has a mark and a dash of its own. */
const looks = [
  { colour: 'var(--chart-main)', dash: '', mark: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0' },
  { colour: 'var(--chart-warm)', dash: '6 3', mark: 'M-4 -4h8v8h-8z' },
  { colour: 'var(--chart-second)', dash: '2 3', mark: 'M0 -5l5 9h-10z' },
  { colour: 'var(--recovered)', dash: '8 3 2 3', mark: 'M0 -5l5 5l-5 5l-5 -5z' },
  { colour: 'var(--onset)', dash: '1 3', mark: 'M-4 -4l8 8M4 -4l-8 8' },
] as const;

interface Range {
  readonly low: number;
  readonly high: number;
}

const rangeOf = (values: readonly number[], scale: SvgChart['scale']): Range => {
  if (values.length === 0) return scale === 'log' ? { low: 1, high: 10 } : { low: 0, high: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (scale === 'log') return { low: low / 1.4, high: high * 1.4 };
  const room = (high - low || Math.abs(high) || 1) * 0.1;
  return { low: low >= 0 ? Math.max(0, low - room) : low - room, high: high + room };
};

/** Places on the axis, in the unit of the values. */
const ticksOf = ({ low, high }: Range, scale: SvgChart['scale']): number[] =>
  Array.from({ length: ticks }, (_, index) => {
    const share = index / (ticks - 1);
    return scale === 'log' ? low * (high / low) ** share : low + (high - low) * share;
  });

const share = (value: number, { low, high }: Range, scale: SvgChart['scale']): number =>
  scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

const round = (place: number): string => place.toFixed(1);

/** A chart that is drawn when the page is made: no script, and the same bytes for the same figures; its data as a table behind it. */
export const svgChart = (chart: SvgChart): Markup => {
  const { lines, limits, bands, scale, formatX, formatY } = chart;
  const drawn = lines.map((line) => ({
    ...line,
    points: line.points.filter(({ y }) => scale === 'linear' || y > 0),
  }));
  const xs = [
    ...drawn.flatMap(({ points }) => points.map(({ x }) => x)),
    ...bands.flatMap(({ from, to }) => [from, to]),
  ];
  const ys = [...drawn.flatMap(({ points }) => points.map(({ y }) => y)), ...limits.map(({ y }) => y)];
  const [xRange, yRange] = [rangeOf(xs, 'linear'), rangeOf(ys, scale)];
  const { width, height, left, right, top, bottom } = size;
  const atX = (x: number): number => left + share(x, xRange, 'linear') * (width - left - right);
  const atY = (y: number): number => height - bottom - share(y, yRange, scale) * (height - top - bottom);
  const text = (x: number, y: number, anchor: string, words: string): Markup =>
    markup`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="11" fill="var(--muted)">${words}</text>`;

  const axes = [
    ...ticksOf(yRange, scale).map(
      (y) =>
        markup`<line x1="${left}" x2="${width - right}" y1="${round(atY(y))}" y2="${round(atY(y))}" stroke="var(--grid)"/>${text(left - 8, atY(y) + 4, 'end', formatY(y))}`,
    ),
    ...ticksOf(xRange, 'linear').map((x) => text(atX(x), height - bottom + 16, 'middle', formatX(x))),
    text((left + width - right) / 2, height - 6, 'middle', chart.xLabel),
  ];
  const areas = bands.map(
    ({ from, to, label }) =>
      markup`<rect x="${round(atX(from))}" y="${top}" width="${round(Math.max(1, atX(to) - atX(from)))}" height="${height - top - bottom}" fill="var(--band)" stroke="var(--band-hatch)"/>${text((atX(from) + atX(to)) / 2, top - 6, 'middle', label)}`,
  );
  const bounds = limits.map(
    ({ y, label }) =>
      markup`<line x1="${left}" x2="${width - right}" y1="${round(atY(y))}" y2="${round(atY(y))}" stroke="var(--limit)" stroke-dasharray="4 4"/>${text(left + 4, atY(y) - 4, 'start', label)}`,
  );
  const curves = drawn.map(({ label, points, look }, index) => {
    const { colour, dash, mark } = looks[index % looks.length] ?? looks[0];
    const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(atX(x))} ${round(atY(y))}`).join('');
    const keyY = top + 12 + index * 18;
    const marks =
      look === 'trend'
        ? null
        : points.map(
            ({ x, y }) =>
              markup`<path d="${mark}" transform="translate(${round(atX(x))} ${round(atY(y))})" fill="${colour}" stroke="${colour}"/>`,
          );
    return markup`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.75" stroke-dasharray="${dash}"/>${marks}<path d="M${width - right + 10} ${keyY}h22" stroke="${colour}" stroke-width="1.75" stroke-dasharray="${dash}"/><path d="${mark}" transform="translate(${width - right + 21} ${keyY})" fill="${colour}" stroke="${colour}"/><text x="${width - right + 38}" y="${keyY + 4}" font-size="11" fill="var(--ink)">${label}</text>`;
  });
  return markup`<figure class="chart wide"><figcaption><h3>${chart.title}</h3>${scale === 'log' ? markup`<span class="muted">logarithmic</span>` : null}</figcaption>
<svg viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${chart.title}. ${chart.reading}" font-family="var(--font)">${axes}${areas}${bounds}${curves}</svg>
${dataTable(chart)}</figure>`;
};

const dataTable = ({ title, lines, formatX, formatY, xLabel }: SvgChart): Markup => {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted((a, b) => a - b);
  const rows = xs.map((x) => {
    const cells = lines.map(({ points }) => {
      const y = points.find((point) => point.x === x)?.y;
      return markup`<td>${y === undefined ? '–' : formatY(y)}</td>`;
    });
    return markup`<tr><th scope="row">${formatX(x)}</th>${cells}</tr>`;
  });
  return markup`<details class="data"><summary>Data<span class="quiet"> of ${title}</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Data of ${title}"><table class="figures"><thead><tr><th scope="col">${xLabel}</th>${lines.map(({ label }) => markup`<th scope="col">${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
};
