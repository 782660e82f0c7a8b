import { plainText } from '../words/plain-text.ts';

export interface TerminalOptions {
  /** Colours and weights; without it the text is plain. */
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const narrowest = 60;
const widest = 110;

/** Text wider than this is hard to read, narrower cannot hold a table. */
export const textWidth = (width: number): number => Math.min(widest, Math.max(narrowest, width));

/** Cuts to a width, with an ellipsis in the last place. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** A space that may end a line: not the one between a figure and its unit. */
const breakingSpace = / +(?!(?:s|ms|min|h|%|MiB)(?:[\s,;.:]|$))/;

/** Breaks at spaces; every line but the first starts with `indent`, and so does the first. */
export const wrap = (text: string, width: number, indent = ''): string[] => {
  const lines: string[] = [];
  let line = indent;
  for (const word of plainText(text).split(breakingSpace).filter(Boolean)) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line];
};

export interface Cell {
  readonly text: string;
  /** Colours the padded cell; must not change its width on the screen. */
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly align: 'left' | 'right';
  /** The column that gives way when the table is too wide. */
  readonly gives?: true;
}

const gap = 2;

/** Lines of a table that fits the width: columns are as wide as their widest cell, the giving one is cut. */
export const alignTable = (columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): string[] => {
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: plainText(cell.text) })));
  const widths = columns.map((_, at) => Math.max(0, ...clean.map((row) => row[at]?.text.length ?? 0)));
  const total = widths.reduce((sum, each) => sum + each, 0) + gap * (columns.length - 1);
  const giving = columns.findIndex((column) => column.gives);
  if (giving >= 0 && total > width) widths[giving] = Math.max(8, (widths[giving] ?? 0) - (total - width));
  return clean.map((row) => {
    const last = row.findLastIndex((cell) => cell.text !== '');
    return columns
      .slice(0, last + 1)
      .map(({ align }, at) => {
        const { text = '', paint = (plain: string) => plain } = row[at] ?? {};
        const room = widths[at] ?? 0;
        const fitted = cut(text, room);
        if (align === 'right') return paint(fitted.padStart(room));
        return paint(at === last ? fitted : fitted.padEnd(room));
      })
      .join(' '.repeat(gap));
  });
};
