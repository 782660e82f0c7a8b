import { describe, it } from 'vitest';
import type { Engine } from '../../src/adapters/engine/index.ts';

/** A part that tests need and a machine may lack: ready for use, or the reason why it is not there. */
export type Provision<Part> = { readonly ready: Part } | { readonly missing: string };

/** How to start moto's server: a command and its first arguments. */
export interface Moto {
  readonly command: string;
  readonly args: readonly string[];
}

declare module 'vitest' {
  /** What tests/global-setup.ts provides; read with `inject('engine')`. */
  export interface ProvidedContext {
    engine: Provision<Engine>;
    moto: Provision<Moto>;
  }
}

/** A suite that needs a part; without it the suite is skipped and its one line in the report says why. */
export const describeWith = <Part>(name: string, provision: Provision<Part>, suite: (part: Part) => void): void => {
  if ('ready' in provision) describe(name, () => suite(provision.ready));
  else
    describe.skip(name, () => {
      it(provision.missing, () => undefined);
    });
};
