import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Parser } from '@asyncapi/parser';
import { ensureBuilt } from '../stack/build.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { runMain } from '../stack/shutdown.ts';
import { carriersDocument, recordCheck } from './carriers/carriers-document.ts';
import { detectionDocument, recordWorld } from './detection/detection-document.ts';
import { generateDocuments } from './documents.ts';
import type { GeneratedDocument } from './generated-document.ts';

const usage = `npm run docs -- check | write | detection --from FILE | carriers --from FILE
  check       fails when a generated document differs from the code
  write       writes them
  detection   keeps the scores of a report of npm run world -- --json FILE, and writes docs/detection.md with them
  carriers    the same of npm run mappings -- check DIR --json FILE, and docs/carriers.md`;

const drifted = ({ path, text }: GeneratedDocument): boolean => {
  const file = join(repositoryRoot, path);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
};

const write = ({ path, text }: GeneratedDocument): void => {
  const file = join(repositoryRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** What AsyncAPI's own parser finds wrong. */
async function asyncApiFaults(documents: readonly GeneratedDocument[]): Promise<string[]> {
  const document = documents.find((one) => one.path.endsWith('asyncapi.yaml'));
  const diagnostics = await new Parser().validate(document?.text ?? '');
  return diagnostics
    .filter((one) => one.severity === 0)
    .map((one) => `asyncapi.yaml ${one.path.join('/')}: ${one.message}`);
}

await runMain(async (shutdown) => {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' } },
    allowPositionals: true,
  });
  const [command] = positionals;
  if (command === 'detection' && values.from !== undefined) {
    recordWorld(values.from);
    write(detectionDocument());
    console.log(`docs/detection.md has the scores of ${values.from}.`);
    return 0;
  }
  if (command === 'carriers' && values.from !== undefined) {
    recordCheck(values.from);
    write(carriersDocument());
    console.log(`docs/carriers.md has the figures of ${values.from}.`);
    return 0;
  }
  if ((command !== 'check' && command !== 'write') || values.from !== undefined) {
    console.error(usage);
    return 2;
  }
  await ensureBuilt(shutdown.signal);
  const documents = await generateDocuments(shutdown.signal);
  const faults = await asyncApiFaults(documents);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return 1;
  const changed = documents.filter(drifted);
  if (command === 'write') {
    for (const document of changed) write(document);
    console.log(`${documents.length} documents, ${changed.length} written.`);
    return 0;
  }
  for (const { path } of changed) console.error(`${path} differs from the code: npm run docs -- write`);
  console.log(`${documents.length} documents, ${changed.length} differ.`);
  return changed.length === 0 ? 0 : 1;
});
