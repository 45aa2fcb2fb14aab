import type { Json } from '../poller.ts';

/** What placeholders stand for, by their names. */
export type Values = Readonly<Record<string, Json>>;

const whole = /^\{(\w+)\}$/;
const inside = /\{(\w+)\}/g;

/** Names of the placeholders in a text. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(inside)].map(([, name]) => name ?? '');

/** A text with its placeholders filled in, each as `encode` writes it. */
export const fillText = (
  text: string,
  values: Values,
  encode: (value: string) => string = (value) => value,
): string =>
  text.replaceAll(inside, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? encode(String(values[name])) : placeholder,
  );

/**
 * A template with its placeholders filled in: a text that is nothing else becomes the value itself, of whatever type.
 * `{each: template}` becomes a list, one item for each of `each`.
 */
export const fill = (template: Json, values: Values, each: readonly Values[] = []): Json => {
  if (typeof template === 'string') {
    const name = whole.exec(template)?.[1];
    return name !== undefined && Object.hasOwn(values, name)
      ? (values[name] ?? null)
      : fillText(template, values);
  }
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.map((item) => fill(item, values, each));
  const entries = Object.entries(template);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'each')
    return each.map((one) => fill(only[1], { ...values, ...one }));
  return Object.fromEntries(entries.map(([name, value]) => [name, fill(value, values, each)]));
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
