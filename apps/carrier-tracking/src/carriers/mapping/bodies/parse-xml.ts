import { SaxesParser } from 'saxes';
import { mostLevels } from '@landfall/json';
import { UnreadableBody } from './unreadable-body.ts';

/** An element that has children or attributes; those begin with `_`, and `_text` is what stands between them. */
export interface XmlElement {
  [name: string]: string | XmlElement | (string | XmlElement)[];
}

/** Where an element's own text begins and ends. */
export type Spans = WeakMap<object, { start: number; end: number }>;

export interface XmlOptions {
  /** Elements that are lists though there may be one of them. */
  lists?: ReadonlySet<string>;
  /** Filled with the place of each element that is an object. */
  spans?: Spans;
}

/**
 * Parses well-formed XML without blanks around it into objects: `{root: {child: 'text', _attribute: 'text'}}`. Namespaces are dropped, elements
 * that are repeated become lists, entities are the five that XML has.
 * @throws UnreadableBody `malformed_xml`, `doctype_refused`, `too_deep`
 */
export const parseXml = (text: string, { lists = noLists, spans }: XmlOptions = {}): XmlElement => {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const document: XmlElement = {};
  const stack: Open[] = [{ name: '', members: document, text: '', start: 0 }];
  let top = stack[0] as Open;

  parser.on('error', (error) => {
    throw new UnreadableBody(
      'malformed_xml',
      `The body is not well-formed XML: ${error.message.slice(0, 200)}`,
    );
  });
  parser.on('doctype', () => {
    throw new UnreadableBody(
      'doctype_refused',
      'The body has a DOCTYPE, which is not accepted: send it without.',
    );
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (stack.length > mostLevels)
      throw new UnreadableBody('too_deep', `The body has more than ${mostLevels} levels.`);
    top = {
      name: localName(name),
      members: membersOf(attributes as Record<string, string>),
      text: '',
      start: spans ? text.lastIndexOf('<', parser.position - 2) : 0,
    };
    stack.push(top);
  });
  parser.on('text', (part) => {
    top.text += part;
  });
  parser.on('cdata', (part) => {
    top.text += part;
  });
  parser.on('closetag', () => {
    const { name, members, text: own, start } = top;
    stack.pop();
    top = stack.at(-1) as Open;
    const words = own.trim();
    if (members && words !== '') members['_text'] = words;
    if (members) spans?.set(members, { start, end: parser.position });
    add((top.members ??= {}), name, members ?? words, lists.has(name));
  });
  parser.write(text).close();
  return document;
};

interface Open {
  name: string;
  /** None where it is only text. */
  members: XmlElement | undefined;
  text: string;
  start: number;
}

const noLists: ReadonlySet<string> = new Set();

const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

const membersOf = (attributes: Record<string, string>): XmlElement | undefined => {
  let members: XmlElement | undefined;
  for (const name in attributes)
    if (name !== 'xmlns' && !name.startsWith('xmlns:'))
      (members ??= {})[`_${localName(name)}`] = attributes[name] ?? '';
  return members;
};

const add = (to: XmlElement, name: string, value: string | XmlElement, isList: boolean): void => {
  // Assigning it would change what the object inherits; no carrier's element has that name.
  if (name === '__proto__') return;
  const there = Object.hasOwn(to, name) ? to[name] : undefined;
  if (Array.isArray(there)) there.push(value);
  else if (there !== undefined) to[name] = [there, value];
  else to[name] = isList ? [value] : value;
};
