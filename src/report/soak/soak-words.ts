import type { Drift, DriftUnit } from '../../core/wire/soak.ts';
import { formatFigure, formatMs, formatRatio } from '../words/format.ts';

/** A figure that drifts, in its unit. */
export const formatDrift = (value: number, unit: DriftUnit): string => {
  if (unit === 'ms') return value < 0 ? `−${formatMs(-value)}` : formatMs(value);
  if (unit === 'ratio') return value < 0 ? `−${formatRatio(-value)}` : formatRatio(value);
  return unit === 'MiB' ? `${formatFigure(value)} MiB` : formatFigure(value);
};

const signed = (value: number, unit: DriftUnit): string => `${value > 0 ? '+' : ''}${formatDrift(value, unit)}`;

export const perHourWords = ({ perHour, unit }: Drift): string => `${signed(perHour, unit)}/h`;

export const intervalWords = ({ interval: [low, high], unit }: Drift): string =>
  `${signed(low, unit)} to ${signed(high, unit)}`;
