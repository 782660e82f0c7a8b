import { Writable } from 'node:stream';

/** A stream whose every write is a line of the other's, with the label before it. */
export const labelled = (stream: Writable, label: string): Writable =>
  new Writable({
    write: (chunk: Buffer, _encoding, done) => void stream.write(`[${label}] ${chunk.toString('utf8')}`, () => done()),
  });
