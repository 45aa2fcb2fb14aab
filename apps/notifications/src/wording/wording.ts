import type { MessageNode, ParcelStateName } from '@landfall/contracts';

/** What consumers read in one language. `{order}` and `{name}` stand for the order's number and the buyer's name. */
export interface Wording {
  /** BCP 47: for `lang` and for dates. */
  tag: string;
  mail: {
    greeting: string;
    greetingWithoutName: string;
    nodes: Record<MessageNode, { subject: string; heading: string; text: string }>;
    button: string;
    openAddress: string;
    why: string;
  };
  order: string;
  /** Labels of dates. */
  arrival: { expected: string; promised: string; delivered: string; unknown: string };
  page: {
    title: string;
    states: Record<ParcelStateName, string>;
    steps: Record<'registered' | MessageNode, string>;
    notFound: { title: string; text: string };
    note: string;
  };
}

/** Puts values into the places of a text; a place without a value stays as it is. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? place) : place,
  );
