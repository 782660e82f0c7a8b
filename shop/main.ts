import { fstatSync } from 'node:fs';
import { ArgumentProblem, readArguments, type ShopArguments } from './arguments.ts';
import { startShop } from './environment/start-shop.ts';
import { log } from './process/service.ts';

const undos: (() => Promise<void> | void)[] = [];
let stopping: Promise<void> | null = null;

/** Undoes what was started, last first; one that fails does not keep the others from being undone. */
const undoAll = async (): Promise<void> => {
  for (let undo = undos.pop(); undo !== undefined; undo = undos.pop())
    try {
      await undo();
    } catch (error) {
      log('shop', `while stopping: ${error instanceof Error ? error.message : String(error)}`);
    }
};

const isStopping = (): boolean => stopping !== null;

const stop = (exitCode: number): void => {
  stopping ??= undoAll().then(() => process.exit(exitCode));
};

/** A terminal, pipe or socket that closes means that whoever started us is gone; a file or /dev/null means nothing. */
const stopWithInput = (): void => {
  const input = fstatSync(0);
  if (!process.stdin.isTTY && !input.isFIFO() && !input.isSocket()) return;
  process.stdin
    .on('end', () => stop(0))
    .on('error', () => stop(0))
    .resume();
};

const commandLine = (): ShopArguments => {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    const isProblem = error instanceof ArgumentProblem || (error instanceof TypeError && 'code' in error);
    if (!isProblem) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(4);
  }
};

const args = commandLine();
process
  .on('SIGTERM', () => stop(0))
  .on('SIGINT', () => stop(0))
  .on('SIGHUP', () => stop(0));
// A reader that is gone is no reason to end before the children are ended.
process.stdout.on('error', () => stop(0));
stopWithInput();
try {
  const shop = await startShop(args, (undo) => {
    if (!isStopping()) undos.push(undo);
    // Started while we were stopping already: undone at once.
    else void undo();
  });
  process.stdout.write(`${JSON.stringify({ ready: true, ...shop })}\n`);
} catch (error) {
  if (!isStopping()) log('shop', error instanceof Error ? error.message : String(error));
  stop(5);
}
