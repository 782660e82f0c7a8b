import type { FindingUnit } from '../../core/wire/budgets.ts';

/** Shown where there is no figure. */
export const noFigure = '–';

const grouped = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** `15,000`. */
export const formatCount = (count: number): string => grouped(count, 0);

/** A figure with about three significant digits, grouped: `0.42`, `4.2`, `312`, `15,000`. */
export const formatFigure = (value: number): string => {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return grouped(value, 0);
  return grouped(value, size >= 10 ? 1 : 2);
};

/** `4.2 ms`, `312 ms`, `1.24 s`, `14.1 s`. */
export const formatMs = (latencyMs: number): string => {
  if (latencyMs === 0) return '0 ms';
  if (latencyMs < 10) return `${grouped(latencyMs, 1)} ms`;
  if (Math.round(latencyMs) < 1000) return `${grouped(latencyMs, 0)} ms`;
  return `${grouped(latencyMs / 1000, latencyMs < 9995 ? 2 : 1)} s`;
};

/** `0 s`, `8.4 s`, `93 s`, `2 min`, `2 min 05 s`, `1 h 02 min`. */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 100) return `${Number.isInteger(seconds) ? seconds : grouped(seconds, 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 3600 && whole % 60 === 0) return `${whole / 60} min`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
};

/** An age in the unit that fits: `40 s`, `12 min`, `5 hours`, `3 days`. */
export const formatAge = (seconds: number): string => {
  const inUnit = (unitSeconds: number) => Math.floor(Math.max(0, seconds) / unitSeconds);
  if (seconds < 100) return `${inUnit(1)} s`;
  if (seconds < 2 * 3_600) return `${inUnit(60)} min`;
  return seconds < 2 * 86_400 ? `${inUnit(3_600)} hours` : `${inUnit(86_400)} days`;
};

/** An offset from T0 as a clock: `2:05`, `1:02:05`. */
export const formatClock = (offsetSeconds: number): string => {
  const whole = Math.max(0, Math.floor(offsetSeconds));
  const tail = String(whole % 60).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}:${tail}`;
  return `${Math.floor(whole / 3600)}:${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}:${tail}`;
};

/** A ratio as a percentage: `0 %`, `0.03 %`, `1.2 %`, `48 %`. */
export const formatRatio = (ratio: number): string => {
  const percent = Number((ratio * 100).toPrecision(12));
  if (percent === 0 || Number.isInteger(percent)) return `${percent} %`;
  if (percent < 0.01) return '< 0.01 %';
  return `${grouped(percent, percent < 1 ? 2 : percent < 99.95 ? 1 : 2)} %`;
};

/** Whole dollars from 1,000 on, cents below: `$38,000`, `$74.50`. */
export const formatMoney = (cents: number): string =>
  `$${grouped(cents / 100, Math.abs(cents) >= 100_000 || cents % 100 === 0 ? 0 : 2)}`;

/** `12.3/s`. */
const formatPerSecond = (rate: number): string => `${formatFigure(rate)}/s`;

/** A figure in the unit of its indicator. */
export const formatInUnit = (value: number, unit: FindingUnit): string =>
  ({ ms: formatMs, ratio: formatRatio, s: formatSeconds, perSecond: formatPerSecond, count: formatCount })[unit](value);

/** A validity check's figure: known units in their own form, others with the unit behind. */
export const formatWithUnit = (value: number, unit: string): string => {
  if (unit === 'ms' || unit === 'ratio' || unit === 's') return formatInUnit(value, unit);
  return unit === '' || unit === 'count' ? formatFigure(value) : `${formatFigure(value)} ${unit}`;
};

/** `1 order`, `2 orders`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** `2026-11-27 08:00:12 UTC`. */
export const formatInstant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
