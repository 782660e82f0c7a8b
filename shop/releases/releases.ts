/** Releases of the web processes that can be rolled out; the first is the one that a shop starts with. */
export const releaseNames = ['current', 'wrong-prices'] as const;
export type Release = (typeof releaseNames)[number];
export const firstRelease: Release = 'current';

export const isRelease = (name: string): name is Release => (releaseNames as readonly string[]).includes(name);
