import type { ServiceFaultKind } from './placed-fault.ts';

/**
 * Replaces the processes one by one: a new one is ready before an old one takes no more connections. It is in place from the first
 * replacement on; taking it out waits for the roll-out to end and, where it brought another release, rolls back.
 */
export const restart: ServiceFaultKind = {
  kind: 'restart',
  fits: (service) => service.releases !== undefined,
  make: (service, attributes) => {
    const { releases } = service;
    if (releases === undefined) throw new Error(`the processes of ${service.name} cannot be replaced one by one`);
    const before = releases.current();
    const release = String(attributes['release'] ?? before);
    if (!releases.known.includes(release))
      throw new Error(`there is no release ${release}; there is: ${releases.known.join(', ')}`);
    let rolling: Promise<void> | null = null;
    let failure: unknown = null;
    return {
      put: () => {
        rolling = releases.roll(release).catch((error: unknown) => {
          failure = error;
        });
        return Promise.resolve();
      },
      take: async () => {
        await rolling;
        if (releases.current() !== before || failure !== null) await releases.roll(before);
        failure = null;
      },
      look: () =>
        Promise.resolve({
          inPlace: rolling !== null && failure === null,
          seen:
            failure === null
              ? `release ${releases.current()}`
              : `the roll-out of ${release} failed: ${failure instanceof Error ? failure.message : 'for an unknown reason'}`,
        }),
    };
  },
};
