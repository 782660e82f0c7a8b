import type { Table, Value } from '../benchmark.ts';

/** Whole numbers with their thousands set apart, others to three significant figures; `yes` and `no`; `–` for nothing. */
export const valueText = (value: Value): string => {
  if (value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '–';
  const shown = Number.isInteger(value) || Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));
  return Math.abs(shown) >= 10_000 ? shown.toLocaleString('en-US') : String(shown);
};

const cellsOf = ({ columns, rows }: Table): string[][] => [
  Object.values(columns),
  ...rows.map((row) => Object.keys(columns).map((key) => valueText(row[key] ?? null))),
];

/** A Markdown table; figures to the right. */
export const markdownTable = (given: Table): string => {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const [headings = [], ...rows] = cellsOf(given);
  const rule = Object.keys(given.columns).map((key) =>
    given.rows.every((row) => typeof row[key] === 'number' || row[key] === null) ? '---:' : '---',
  );
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
};

/** For a terminal: one row as a list, several as columns under their headings. */
export const plainTable = (given: Table): string => {
  const [headings = [], ...rows] = cellsOf(given);
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const width = Math.max(...headings.map((heading) => heading.length));
    return headings.map((heading, index) => `  ${heading.padEnd(width)}  ${only[index] ?? ''}`).join('\n');
  }
  const widths = headings.map((_, index) => Math.max(...[headings, ...rows].map((cells) => cells[index]?.length ?? 0)));
  return [headings, ...rows]
    .map((cells) => `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
};
