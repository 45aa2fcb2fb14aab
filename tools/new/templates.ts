/** A file of a new slice. */
export interface NewFile {
  path: string;
  text: string;
}

const pascal = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
const camel = (name: string): string => pascal(name).replace(/^./, (letter) => letter.toLowerCase());
const snake = (name: string): string => name.replaceAll('-', '_');

/** One use case: the decision as a pure function with its spec, and the handler that runs it in a transaction. */
export const useCaseFiles = (service: string, name: string): NewFile[] => {
  const folder = `apps/${service}/src/${name}`;
  return [
    {
      path: `${folder}/${name}.ts`,
      text: `/** What the use case is asked to do. */
export interface ${pascal(name)} {
  merchantId: string;
  reference: string;
}

export type ${pascal(name)}Outcome = { ok: true; reference: string } | { ok: false; code: 'reference_is_blank' };

/** Decides without touching anything: expected failures are returned, bugs are thrown. */
export const ${camel(name)} = (command: ${pascal(name)}): ${pascal(name)}Outcome => {
  const reference = command.reference.trim();
  return reference === '' ? { ok: false, code: 'reference_is_blank' } : { ok: true, reference };
};
`,
    },
    {
      path: `${folder}/${name}.spec.ts`,
      text: `import { describe, expect, it } from '@jest/globals';
import { ${camel(name)} } from './${name}.ts';

describe('${name.replaceAll('-', ' ')}', () => {
  it('takes a reference without the space around it', () =>
    expect(${camel(name)}({ merchantId: 'm', reference: ' A-1 ' })).toEqual({ ok: true, reference: 'A-1' }));

  it('refuses a blank reference', () =>
    expect(${camel(name)}({ merchantId: 'm', reference: '  ' })).toEqual({ ok: false, code: 'reference_is_blank' }));
});
`,
    },
    {
      path: `${folder}/${name}.handler.ts`,
      text: `import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@landfall/persistence';
import { unprocessable } from '@landfall/service-kit';
import { ${camel(name)}, type ${pascal(name)} } from './${name}.ts';

/** Carries out \`${name}\` in one transaction. Provide it in the module of its group. */
@Injectable()
export class ${pascal(name)}Handler {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ProblemError 422 with the code of the refusal */
  run(command: ${pascal(name)}): Promise<string> {
    const outcome = ${camel(name)}(command);
    if (!outcome.ok) throw unprocessable(outcome.code, 'The reference must not be blank.');
    return this.unitOfWork.run({ pool: 'http', merchants: [command.merchantId] }, async (tx) => {
      const [row] = await tx.query<{ reference: string }>('SELECT $1::text AS reference', [outcome.reference]);
      return row?.reference ?? outcome.reference;
    });
  }
}
`,
    },
  ];
};

const manifest = (name: string, libs: readonly string[]): string =>
  `${JSON.stringify(
    {
      name: `@landfall/${name}`,
      version: '0.1.0',
      private: true,
      license: 'Apache-2.0',
      type: 'module',
      dependencies: Object.fromEntries(libs.map((lib) => [`@landfall/${lib}`, '0.1.0'])),
      nx: { tags: ['scope:app', 'type:app'], targets: { lint: {} } },
    },
    null,
    2,
  )}\n`;

/** A whole service with its schema, one use case, and a spec; it is started once it stands in the list of services. */
export const serviceFiles = (name: string): NewFile[] => {
  const libs = ['contracts', 'domain', 'telemetry', 'persistence', 'messaging', 'service-kit'];
  const folder = `apps/${name}`;
  return [
    { path: `${folder}/package.json`, text: manifest(name, libs) },
    {
      path: `${folder}/tsconfig.json`,
      text: `${JSON.stringify(
        {
          extends: '../../tsconfig.base.json',
          compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.tsbuildinfo' },
          include: ['src/**/*.ts'],
          exclude: ['src/**/*.spec.ts'],
          references: libs.map((lib) => ({ path: `../../libs/${lib}` })),
        },
        null,
        2,
      )}\n`,
    },
    {
      path: `${folder}/src/persistence/migrations/1764000000000-create-${name}.ts`,
      text: `import { messagingTablesSql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Create${pascal(name)}1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox, outbox_shard, consumer_offset, processed_event, known_merchant, quarantine');
  }
}
`,
    },
    {
      path: `${folder}/src/${name}.module.ts`,
      text: `import { Module } from '@nestjs/common';
import { GreetMerchantHandler } from './greet-merchant/greet-merchant.handler.ts';

@Module({ providers: [GreetMerchantHandler] })
export class ${pascal(name)}Module {}
`,
    },
    {
      path: `${folder}/src/${name}.service.ts`,
      text: `import type { ServiceName } from '@landfall/contracts';
import { defineService } from '@landfall/service-kit';
import { ${pascal(name)}Module } from './${name}.module.ts';
import { Create${pascal(name)}1764000000000 } from './persistence/migrations/1764000000000-create-${name}.ts';

export const ${camel(name)} = defineService({
  name: '${name}' as ServiceName,
  schema: '${snake(name)}',
  migrations: [Create${pascal(name)}1764000000000],
  module: ${pascal(name)}Module,
});
`,
    },
    {
      path: `${folder}/src/main.ts`,
      text: `import { runService } from '@landfall/service-kit';
import { ${camel(name)} } from './${name}.service.ts';

await runService(${camel(name)});
`,
    },
    ...useCaseFiles(name, 'greet-merchant'),
  ];
};
