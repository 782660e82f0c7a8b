/** Seconds in each unit, largest first: the order in which a duration may name them. */
const unitSeconds = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 } as const;
type Unit = keyof typeof unitSeconds;
const units = Object.keys(unitSeconds) as Unit[];

const allowed = "such as '90s', '2m', '1h30m', or a number of seconds";
const part = /(\d+(?:\.\d+)?)(ms|[dhms])/y;

/**
 * A duration as a person writes it, in seconds: `'20s'`, `'2m'`, `'1h30m'`, `'250ms'`, `'1.5h'`, or a number of seconds. Each unit
 * at most once, larger before smaller.
 * @returns seconds ≥ 0, or a message that says what is wrong and what is allowed.
 */
export const parseDurationSeconds = (value: string | number): number | string => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `a duration must be finite, ${allowed}`;
    return value >= 0 ? value : `a duration cannot be negative, ${allowed}`;
  }
  const text = value.trim();
  if (text.startsWith('-')) return `a duration cannot be negative, ${allowed}`;
  if (/^\d+(\.\d+)?$/.test(text)) return `a duration needs a unit (${units.join(', ')}), ${allowed}`;
  let seconds = 0;
  let largestAllowed = 0;
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return `not a duration, ${allowed}`;
    const unit = found[2] as Unit;
    if (units.indexOf(unit) < largestAllowed) return `units must come once each, from large to small, ${allowed}`;
    largestAllowed = units.indexOf(unit) + 1;
    seconds += Number(found[1]) * unitSeconds[unit];
  }
  return text === '' ? `a duration is missing, ${allowed}` : seconds;
};

/** Seconds as a person reads them, to a tenth below a minute and to a second above: `0.5s`, `20s`, `2m`, `1h30m`. */
export const formatDuration = (seconds: number): string => {
  const rounded = Math.round(seconds * 10) / 10;
  if (rounded < 60) return `${rounded}s`;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / unitSeconds[unit]);
    rest -= count * unitSeconds[unit];
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join('');
};
