import type { ServiceFaultKind } from './placed-fault.ts';

/** The store has no memory left for writes and answers them with an error; what is in it can be read. Nothing of it is lost. */
export const full: ServiceFaultKind = {
  kind: 'full',
  fits: (service) => service.store !== undefined,
  make: (service) => {
    const { store } = service;
    if (store === undefined) throw new Error(`${service.name} is no store`);
    return {
      put: () => store.setFull(true),
      take: () => store.setFull(false),
      look: async () => {
        const isFull = await store.isFull();
        return { inPlace: isFull, seen: isFull ? 'it refuses writes' : 'it takes writes' };
      },
    };
  },
};
