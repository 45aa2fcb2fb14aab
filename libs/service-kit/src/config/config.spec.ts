import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { baseSettings } from './base-config.ts';
import { ConfigError, defineConfig } from './define-config.ts';
import { choice, integer, list, secret, secrets, text, url } from './settings.ts';

const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

const definition = defineConfig({
  NAME: text(),
  LINK: url({ default: 'http://localhost:1' }),
  KEY: secret({ default: 'for development', min: 8 }),
  SENDER_KEYS: secrets(),
  SIZE: integer({ min: 1, max: 9 }),
  BROKERS: list({ default: ['localhost:9092'], production: 'required' }),
  MODE: choice(['fast', 'slow'], { default: 'fast', refusedInProduction: ['slow'] }),
  NOTE: text({ optional: true }),
});

describe('a configuration', () => {
  it('is typed and complete', () => {
    const config = definition.load({
      NAME: ' harbour ',
      SIZE: '3',
      LINK: 'https://example.com/',
      SENDER_KEYS: 'new, old',
    });
    const size: number = config.SIZE;
    const note: string | undefined = config.NOTE;

    expect([size, note]).toEqual([3, undefined]);
    expect({ ...config }).toEqual({
      NAME: 'harbour',
      LINK: 'https://example.com',
      KEY: 'for development',
      SENDER_KEYS: ['new', 'old'],
      SIZE: 3,
      BROKERS: ['localhost:9092'],
      MODE: 'fast',
      NOTE: undefined,
    });
  });

  it('names every problem at once, and no secret', () => {
    const problems = problemsOf(() =>
      definition.load({
        LINK: 'ftp://x',
        KEY: 'hunter2',
        SIZE: '3.5',
        BROKERS: ' , ',
        MODE: 'warp',
        NAME: '  ',
      }),
    );

    expect(problems).toEqual([
      'NAME is missing',
      'LINK must be a URL that begins with http:// or https://',
      'KEY must have 8 characters or more',
      'SIZE must be a whole number from 1 to 9',
      'BROKERS must name one value at least',
      'MODE must be one of fast, slow',
    ]);
    expect(new ConfigError(problems).message).not.toContain('hunter2');
  });

  it('has no defaults for secrets in production, nor takes those of development', () => {
    const production = { NODE_ENV: 'production', NAME: 'x', SIZE: '1', BROKERS: 'a:1' };
    expect(problemsOf(() => definition.load(production))).toEqual(['KEY is missing: production needs it']);
    expect(
      problemsOf(() => definition.load({ ...production, KEY: 'for development', MODE: 'slow' })),
    ).toEqual(['KEY is the value for development', 'MODE must not be "slow" in production']);
    expect(problemsOf(() => definition.load({ ...production, BROKERS: '', KEY: 'long enough' }))).toEqual([
      'BROKERS is missing: production needs it',
    ]);
  });

  it('hides its secrets when printed', () => {
    const config = definition.load({ NAME: 'x', SIZE: '1', KEY: 'swordfish', SENDER_KEYS: 'mackerel' });
    expect(config.KEY).toBe('swordfish');
    expect(`${inspect(config)} ${JSON.stringify(config)}`).not.toMatch(/swordfish|mackerel/);
  });
});

describe('the configuration of every service', () => {
  it('needs nothing on a developer’s machine', () => {
    expect(defineConfig(baseSettings('analytics')).load({})).toMatchObject({
      PORT: 8085,
      LANDFALL_CLOCK: 'system',
    });
  });

  it('refuses the replay clock and missing secrets in production', () => {
    const problems = problemsOf(() =>
      defineConfig(baseSettings('analytics')).load({ NODE_ENV: 'production', LANDFALL_CLOCK: 'replay' }),
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        'LANDFALL_CLOCK must not be "replay" in production',
        'INTERNAL_TOKEN_SECRET is missing: production needs it',
        'DATABASE_URL is missing: production needs it',
      ]),
    );
  });
});
