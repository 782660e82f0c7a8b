import { spawn } from 'node:child_process';

const timeoutMs = 300_000;
const shownCharacters = 400;

/**
 * Runs a command of the user's by the shell.
 * @param env what the command is told, beside the environment.
 * @throws Error when it ends with another code than 0, or not within five minutes, with the end of what it said.
 */
export const runHook = (command: string, env: NodeJS.ProcessEnv): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let said = '';
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-shownCharacters);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `\`${command}\` ${signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`}${said.trim() === '' ? '' : `: ${said.trim()}`}`,
          ),
        );
    });
  });
