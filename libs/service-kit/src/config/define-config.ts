import { inspect } from 'node:util';
import type { Setting } from './settings.ts';

export type Settings = Record<string, Setting<unknown>>;

export type ConfigOf<S extends Settings> = {
  readonly [Key in keyof S]: S[Key] extends Setting<infer T> ? T : never;
};

export interface ConfigDefinition<S extends Settings> {
  settings: S;
  /** Reads and checks all variables. Throws one ConfigError that names every problem. */
  load(environment?: Record<string, string | undefined>): ConfigOf<S>;
}

/** The environment does not make a configuration; the message names every problem, and no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** A typed configuration out of environment variables; printing the result hides its secrets. */
export const defineConfig = <S extends Settings>(settings: S): ConfigDefinition<S> => ({
  settings,
  load: (environment = process.env) => {
    const production = environment['NODE_ENV'] === 'production';
    const problems: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [key, setting] of Object.entries(settings)) {
      try {
        values[key] = read(setting, environment[key], production);
      } catch (error) {
        problems.push(`${key} ${(error as Error).message}`);
      }
    }
    if (problems.length > 0) throw new ConfigError(problems);
    return hideSecrets(values, settings) as ConfigOf<S>;
  },
});

const read = (setting: Setting<unknown>, given: string | undefined, production: boolean): unknown => {
  const text = given?.trim();
  if (!text) {
    if (production && setting.requiredInProduction) throw new Error('is missing: production needs it');
    if (!setting.fallback) throw new Error('is missing');
    return setting.fallback.value;
  }
  const value = setting.parse(text);
  if (production && setting.refusedInProduction.includes(value)) {
    throw new Error(setting.secret ? 'is the value for development' : `must not be "${text}" in production`);
  }
  return value;
};

const hideSecrets = (values: Record<string, unknown>, settings: Settings): object => {
  const shown = () =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        settings[key]?.secret && value ? '[secret]' : value,
      ]),
    );
  Object.defineProperty(values, 'toJSON', { value: shown });
  Object.defineProperty(values, inspect.custom, { value: shown });
  return Object.freeze(values);
};
