import { endOfString } from './end-of-string.ts';

/** An object or list that is open where the text is being read. */
interface Open {
  keys: Set<string> | undefined;
  /** Of the member or item that comes next, or is being read. */
  name: string;
  /** Items of a list before it. */
  index: number;
  /** The next string is a key. */
  awaitsKey: boolean;
}

const longestName = 100;

/** The JSON pointer (RFC 6901) of the first key that its object has twice; '' where there is none. @param text JSON */
export const repeatedKeyIn = (text: string): string => {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const top = open.at(-1);
    switch (text[at]) {
      case '{':
        open.push({ keys: new Set(), name: '', index: 0, awaitsKey: true });
        break;
      case '[':
        open.push({ keys: undefined, name: '0', index: 0, awaitsKey: false });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (top?.keys) top.awaitsKey = true;
        else if (top) top.name = String((top.index += 1));
        break;
      case '"': {
        const end = endOfString(text, at);
        if (top?.keys && top.awaitsKey) {
          top.awaitsKey = false;
          top.name = JSON.parse(text.slice(at, end + 1)) as string;
          if (top.keys.has(top.name)) return pointerTo(open);
          top.keys.add(top.name);
        }
        at = end;
      }
    }
  }
  return '';
};

const pointerTo = (open: readonly Open[]): string => open.map(({ name }) => `/${escaped(name)}`).join('');

/** Only what may stand in an answer, and be kept. */
const escaped = (name: string): string =>
  name
    .slice(0, longestName)
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
