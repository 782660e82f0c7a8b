import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { NotReadyError } from '../../core/errors.ts';
import { isComplete } from './cache.ts';
import { leastGoVersion, programs, sourceFolder } from './programs.ts';
import { runProgram } from './run-program.ts';
import { isAtLeast, versionIn } from './version.ts';

interface BuildOptions {
  readonly onProgress: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

const buildTimeoutMs = 15 * 60_000;
const progressIntervalMs = 5000;
const lastLinesShown = 15;
const abandonedAfterMs = 60 * 60_000;

/** Says how to get an engine on a machine that cannot build one. */
const remedy = `install Go ${leastGoVersion} or newer (https://go.dev/dl), or name binaries with PEAKPROOF_K6, PEAKPROOF_TOXIPROXY and PEAKPROOF_REDIS`;

/**
 * Builds the engine into a folder, whole or not at all: several builds at once do not disturb each other.
 * 1. Look for Go. 2. Build into a folder of its own beside the target. 3. Rename it to the target.
 * @throws NotReadyError
 */
export const buildEngine = async (folder: string, { onProgress, env }: BuildOptions): Promise<void> => {
  await requireGo(env);

  const root = dirname(folder);
  mkdirSync(root, { recursive: true });
  removeAbandoned(root);
  const building = mkdtempSync(`${folder}.building-`);
  try {
    onProgress('building the engine (k6, Toxiproxy, Redis): a minute or two, once');
    await goBuild(building, { onProgress, env });
    install(building, folder);
    onProgress('engine built');
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
};

const requireGo = async (env: NodeJS.ProcessEnv): Promise<void> => {
  // Outside of the module, where Go tells its own version and not that of a toolchain which it would fetch.
  const { startError, exitCode, output } = await runProgram('go', ['version'], {
    env,
    cwd: tmpdir(),
    timeoutMs: 30_000,
  });
  if (startError !== null)
    throw new NotReadyError('the engine is not built, and there is no Go on this machine to build it with', remedy);
  const version = versionIn(output);
  if (exitCode !== 0 || version === null)
    throw new NotReadyError(`the engine is not built, and \`go version\` fails: ${lastLines(output)}`, remedy);
  if (!isAtLeast(version, leastGoVersion))
    throw new NotReadyError(`the engine is not built, and Go ${version} is too old to build it`, remedy);
};

const goBuild = async (target: string, { onProgress, env }: BuildOptions): Promise<void> => {
  const startedMs = performance.now();
  let packages = 0;
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    onProgress(`building the engine: ${packages} packages compiled, ${seconds} s`);
  }, progressIntervalMs);
  try {
    for (const args of buildCommands(target)) {
      const result = await runProgram('go', args, {
        env: { ...env, CGO_ENABLED: '0' },
        cwd: sourceFolder,
        timeoutMs: buildTimeoutMs,
        onOutput: (chunk) => (packages += chunk.split('\n').length - 1),
      });
      if (result.exitCode !== 0)
        throw new NotReadyError(
          `the engine does not build:\n${lastLines(result.output)}`,
          'the build needs the Go module proxy (GOPROXY) unless the module cache is filled; `cd engine && go build ./...` shows the whole output',
        );
    }
  } finally {
    clearInterval(timer);
  }
};

const buildCommands = (target: string): readonly (readonly string[])[] => {
  const toxiproxyModule = 'github.com/Shopify/toxiproxy/v2';
  const build = ['build', '-v', '-trimpath'];
  // Toxiproxy tells its version only when the linker is told it.
  const goMod = readFileSync(join(sourceFolder, 'go.mod'), 'utf8');
  const version = versionIn(goMod.slice(goMod.indexOf(`${toxiproxyModule} v`) + toxiproxyModule.length)) ?? '';
  return [
    [...build, '-ldflags=-s -w', '-o', join(target, '/'), './cmd/...'],
    [
      ...build,
      `-ldflags=-s -w -X ${toxiproxyModule}.Version=${version}`,
      '-o',
      join(target, programs.toxiproxyServer),
      `${toxiproxyModule}/cmd/server`,
    ],
  ];
};

/** Gives the built engine its name; another build may have been faster. */
const install = (building: string, folder: string): void => {
  if (existsSync(folder) && !isComplete(folder)) rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(building, folder);
  } catch (error) {
    if (!isComplete(folder)) throw error;
  }
};

/** Removes what builds left behind that were ended in the middle. */
const removeAbandoned = (root: string): void => {
  for (const name of readdirSync(root)) {
    const path = join(root, name);
    if (/^engine-\w+\.building-/.test(basename(path)) && Date.now() - statSync(path).mtimeMs > abandonedAfterMs)
      rmSync(path, { recursive: true, force: true });
  }
};

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-lastLinesShown).join('\n');
