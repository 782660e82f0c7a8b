import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runEventSchema, type RunEvent } from '../../core/wire/events.ts';
import { machineLineSchema } from '../../core/wire/machine.ts';
import { resourceLineSchema } from '../../core/wire/resources.ts';
import type { RunStore } from '../../ports.ts';
import { auditLines } from './audit-file.ts';
import { writeLines } from './evidence-files.ts';
import { machineFile, readEvidence } from './read-evidence.ts';
import { resourcesFile } from './read-resources.ts';
import { sealFile, sealOf } from './seal.ts';

const appendLine = (folder: string, file: string, line: unknown): void =>
  appendFileSync(path.join(folder, file), `${JSON.stringify(line)}\n`);

/** Appends one event to the run's `events.ndjson`: one write a line, so that two writers do not mix. */
export const appendEventTo = (folder: string, event: RunEvent): void =>
  appendLine(folder, 'events.ndjson', runEventSchema.parse(event));

/** Whole or not at all: a reader never sees half a document. */
const replaceWhole = (folder: string, file: string, write: (temporary: string) => void): void => {
  const target = path.join(folder, file);
  write(`${target}.tmp`);
  renameSync(`${target}.tmp`, target);
};

const writeWhole = (folder: string, file: string, text: string): void =>
  replaceWhole(folder, file, (temporary) => writeFileSync(temporary, text));

const asDocument = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The evidence of one run as files in a folder, which is made if it is not there. */
export const openRunStore = (folder: string): RunStore => {
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    appendResources: (line) => appendLine(folder, resourcesFile, resourceLineSchema.parse(line)),
    appendMachine: (line) => appendLine(folder, machineFile, machineLineSchema.parse(line)),
    appendEvent: (event) => appendEventTo(folder, event),
    writePlan: (plan) => writeWhole(folder, 'plan.json', asDocument(plan)),
    writeBudgets: (budgets) => writeWhole(folder, 'budgets.json', asDocument(budgets)),
    writeAudit: (audit) => replaceWhole(folder, 'audit.json', (temporary) => writeLines(temporary, auditLines(audit))),
    writeVerdict: (verdict) => writeWhole(folder, 'verdict.json', asDocument(verdict)),
    writeText: (fileName, text) => writeWhole(folder, fileName, text),
    seal: (runId) => writeWhole(folder, sealFile, asDocument(sealOf(folder, runId))),
    readEvidence: () => readEvidence(folder),
  };
};
