import { closeSync, openSync, readSync } from 'node:fs';
import { timelineLineSchema, type TimelineLine } from '../../core/wire/timeline.ts';
import type { TailedLine } from '../../ports.ts';
import { timelineFile, workerNames } from './command-line.ts';

const chunkBytes = 256 * 1024;
const lineFeed = 0x0a;

/** What was read of one file, and the bytes of a line that has not ended yet. */
interface Reader {
  readonly worker: string;
  readonly file: string;
  offset: number;
  rest: Buffer;
}

/**
 * Follows the timelines of a run while they grow, for the live view.
 * @param workers how many there are.
 * @returns a function that gives the lines written since its last call. A line that is not whole yet comes with a later call; one
 *   that is no timeline line is passed over, as judging the evidence is not the live view's task.
 */
export const liveTail = (runFolder: string, workers: number): (() => readonly TailedLine[]) => {
  const readers = workerNames(workers).map((worker): Reader => ({
    worker,
    file: timelineFile(runFolder, worker),
    offset: 0,
    rest: Buffer.alloc(0),
  }));
  return () =>
    readers.flatMap((reader) =>
      wholeLines(reader)
        .flatMap(parse)
        .map((line) => ({ worker: reader.worker, line })),
    );
};

const parse = (text: string): TimelineLine[] => {
  try {
    const line = timelineLineSchema.safeParse(JSON.parse(text));
    return line.success ? [line.data] : [];
  } catch {
    return [];
  }
};

const wholeLines = (reader: Reader): string[] => {
  const bytes = Buffer.concat([reader.rest, readOn(reader)]);
  const end = bytes.lastIndexOf(lineFeed) + 1;
  reader.rest = bytes.subarray(end);
  return bytes
    .subarray(0, end)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
};

/** Everything from the offset to the present end; nothing while the file is not there. */
const readOn = (reader: Reader): Buffer => {
  let descriptor: number;
  try {
    descriptor = openSync(reader.file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const count = readSync(descriptor, chunk, 0, chunkBytes, reader.offset);
      reader.offset += count;
      chunks.push(chunk.subarray(0, count));
      if (count < chunkBytes) return Buffer.concat(chunks);
    }
  } finally {
    closeSync(descriptor);
  }
};
