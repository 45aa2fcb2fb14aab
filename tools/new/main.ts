import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { filedMappings, mappingNamed } from '../mappings/mapping-files.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { runMain } from '../stack/shutdown.ts';
import { mappingFiles } from './mapping-template.ts';
import { serviceFiles, useCaseFiles, type NewFile } from './templates.ts';

const usage = `npm run new -- service NAME             a service with one use case, its schema and a spec
npm run new -- use-case SERVICE/NAME    a use case of a service, with a spec
npm run new -- mapping NAME [--xml]     a carrier's mapping file, with an example that npm run mappings -- check reads
NAME in lower case with dashes`;

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Some carriers' names begin with a digit. */
const mappingName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function filesOf(kind: string | undefined, name: string | undefined, isXml: boolean): NewFile[] | string {
  const [first = '', second = ''] = (name ?? '').split('/');
  if (kind === 'service' && kebab.test(first) && second === '') return serviceFiles(first);
  if (kind === 'mapping' && mappingName.test(first) && second === '') {
    const taken = mappingNamed(first, filedMappings(undefined))?.mapping.sender;
    return taken === undefined || taken === first
      ? mappingFiles(first, isXml ? 'xml' : 'json')
      : `${first} is another name of ${taken}: look at apps/carrier-tracking/mappings/${taken}.yaml`;
  }
  if (kind !== 'use-case' || !kebab.test(first) || !kebab.test(second)) return usage;
  if (!existsSync(join(repositoryRoot, 'apps', first, 'package.json')))
    return `There is no service ${first}.\n${usage}`;
  return useCaseFiles(first, second);
}

async function write({ path, text }: NewFile): Promise<void> {
  const file = join(repositoryRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { filepath: file, singleQuote: true, printWidth: 110 }));
  console.log(`made ${path}`);
}

/** Adds a new app to the projects that `tsc -b` compiles. */
function reference(folder: string): void {
  const file = join(repositoryRoot, 'tsconfig.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as { references: { path: string }[] };
  config.references.push({ path: folder });
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  console.log(`added ${folder} to tsconfig.json`);
}

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { xml: { type: 'boolean', default: false } },
  });
  const [kind, name] = positionals;
  const files = filesOf(kind, name, values.xml);
  if (typeof files === 'string') {
    console.error(files);
    return 2;
  }
  const there = files.find((file) => existsSync(join(repositoryRoot, file.path)));
  if (there) throw new Error(`${there.path} is there already`);
  for (const file of files) await write(file);
  if (kind === 'service') {
    reference(`apps/${name}`);
    console.log('Next: add its name and port to libs/contracts/src/services.ts.');
  } else if (kind === 'mapping')
    console.log(
      'Next: say what the carrier really sends, then npm run mappings -- check DIR with what you have recorded of it.',
    );
  else console.log('Next: provide its handler in the module of its group, and say what it is really about.');
  return 0;
});
