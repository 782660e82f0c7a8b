/** The first dotted number in a text, e.g. `1.26.8` in `go version go1.26.8 linux/amd64`; null when there is none. */
export const versionIn = (text: string): string | null => /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0] ?? null;

/** Whether a dotted version is at least another, number by number; a number that is not given counts as 0. */
export const isAtLeast = (version: string, least: string): boolean => {
  const given = version.split('.').map(Number);
  const wanted = least.split('.').map(Number);
  for (let i = 0; i < Math.max(given.length, wanted.length); i += 1) {
    const difference = (given[i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};
