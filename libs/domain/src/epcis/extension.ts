/** The namespace of what we tell beside the words of the standard. `.example` is nobody's: it names and is never fetched. */
export const EXTENSION_NAMESPACE = 'https://landfall.example/epcis/';

/** The prefix that our own documents have for it. */
export const EXTENSION_PREFIX = 'landfall';

export type EpcisContext = readonly (string | Readonly<Record<string, string>>)[];

/** The JSON-LD context of our own documents. */
export const epcisContext: EpcisContext = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { [EXTENSION_PREFIX]: EXTENSION_NAMESPACE },
];

const name = /^[A-Za-z_][\w.-]{0,63}$/;

/** The prefix that a JSON-LD context gives our namespace; null where it does not know it. */
export const extensionPrefixOf = (context: unknown): string | null => {
  for (const entry of Array.isArray(context) ? (context as unknown[]) : [context])
    if (typeof entry === 'object' && entry !== null)
      for (const [prefix, namespace] of Object.entries(entry))
        if (namespace === EXTENSION_NAMESPACE && name.test(prefix)) return prefix;
  return null;
};
