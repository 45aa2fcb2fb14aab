/** How one environment variable is read. `parse` throws an Error whose message says what to write instead. */
export interface Setting<T> {
  parse(text: string): T;
  /** The value where the variable is absent; secrets have it in development only. */
  fallback: { value: T } | undefined;
  requiredInProduction: boolean;
  /** Never shown: not in errors, not when the configuration is printed. */
  secret: boolean;
  /** Values that production refuses. */
  refusedInProduction: readonly unknown[];
}

export interface SettingOptions<T> {
  default?: T;
  production?: 'required';
}

interface Optional {
  optional: true;
}

type Reader<T, Extra = object> = {
  (options?: SettingOptions<T> & Extra): Setting<T>;
  (options: Optional & Extra): Setting<T | undefined>;
};

type AnyOptions<T> = SettingOptions<T> & Partial<Optional>;

const setting = <T>(
  options: AnyOptions<T>,
  parse: (text: string) => T,
  more: Partial<Setting<T>> = {},
): Setting<T> => ({
  parse,
  fallback: 'default' in options || options.optional ? { value: options.default as T } : undefined,
  requiredInProduction: options.production === 'required',
  secret: false,
  refusedInProduction: [],
  ...more,
});

/** Any text. */
export const text: Reader<string> = (options: AnyOptions<string> = {}) => setting(options, (value) => value);

interface UrlOptions {
  /** Such as `['http:', 'https:']`, which is the default. */
  protocols?: string[];
  /** The URL holds a password: it is never shown. */
  secret?: true;
}

/** An absolute URL, without a slash at its end. */
export const url: Reader<string, UrlOptions> = (options: AnyOptions<string> & UrlOptions = {}) => {
  const protocols = options.protocols ?? ['http:', 'https:'];
  const parse = (value: string) => {
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      throw new Error(`must be a URL that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`);
    }
    return value.replace(/\/+$/, '');
  };
  return setting(options, parse, { secret: options.secret ?? false });
};

interface SecretOptions {
  /** Characters at least. */
  min?: number;
}

const longEnough = (value: string, min: number): string => {
  if (value.length < min) throw new Error(`must have ${min} characters or more`);
  return value;
};

/** A secret. Its default serves development only: production requires another value, unless it is optional. */
export const secret: Reader<string, SecretOptions> = (options: AnyOptions<string> & SecretOptions = {}) =>
  setting(options, (value) => longEnough(value, options.min ?? 1), {
    secret: true,
    requiredInProduction: !options.optional,
    refusedInProduction: options.default === undefined ? [] : [options.default],
  });

const parts = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Secrets of one sender, separated by commas: two while they are being rotated, none where the sender is not used. */
export const secrets = (options: SecretOptions = {}): Setting<readonly string[]> =>
  setting<readonly string[]>(
    { default: [] },
    (value) => parts(value).map((part) => longEnough(part, options.min ?? 1)),
    {
      secret: true,
    },
  );

interface Range {
  min?: number;
  max?: number;
}

/** A whole number. */
export const integer: Reader<number, Range> = (options: AnyOptions<number> & Range = {}) => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  return setting(options, (value) => {
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : NaN;
    if (!(number >= min && number <= max)) {
      const range = options.min === undefined && options.max === undefined ? '' : ` from ${min} to ${max}`;
      throw new Error(`must be a whole number${range}`);
    }
    return number;
  });
};

/** Texts separated by commas, one at least. */
export const list: Reader<readonly string[]> = (options: AnyOptions<readonly string[]> = {}) =>
  setting(options, (value) => {
    const values = parts(value);
    if (values.length === 0) throw new Error('must name one value at least');
    return values;
  });

/** One of a few words. */
export const choice = <const Value extends string>(
  values: readonly Value[],
  options: SettingOptions<Value> & { refusedInProduction?: readonly Value[] } = {},
): Setting<Value> =>
  setting(
    options,
    (value) => {
      const known = values.find((candidate) => candidate === value);
      if (known === undefined) throw new Error(`must be one of ${values.join(', ')}`);
      return known;
    },
    { refusedInProduction: options.refusedInProduction ?? [] },
  );
