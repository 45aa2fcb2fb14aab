import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { LocatedFault } from './located-fault.ts';
import { escaped } from './shape-faults.ts';

/** A YAML (or JSON) text that was read, and where its parts stand. */
export interface LocatedValue {
  value: unknown;
  /** The fault at a JSON pointer's place, or at that of the nearest part around it. */
  faultAt(pointer: string, message: string): LocatedFault;
}

/**
 * Reads YAML 1.2, of which JSON is a part. Keys are text as they are written: the code `0174` is not the number 174.
 * Anchors, tags and keys with nothing behind them are refused.
 */
export const readYaml = (file: string, text: string): LocatedValue | LocatedFault[] => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    stringKeys: true,
    version: '1.2',
    schema: 'core',
  });
  const located = (offset: number, pointer: string, message: string): LocatedFault => {
    const { line, col: column } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(column, 1), pointer, message };
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    return broken.map(({ pos: [offset], code, message }) =>
      located(
        offset,
        '',
        code === 'DUPLICATE_KEY' ? standsTwice(document, offset, lines) : (message.split('\n')[0] ?? code),
      ),
    );
  const empty = emptyPairs(document);
  if (empty.length > 0)
    return empty.map(({ offset, pointer }) =>
      located(offset, pointer, 'has nothing behind it: write what it is, or null if it is no scan'),
    );
  try {
    return {
      value: document.toJS({ maxAliasCount: 0 }),
      faultAt: (pointer, message) => located(offsetOf(document, pointer), pointer, message),
    };
  } catch {
    return [located(0, '', 'has anchors: write each part out')];
  }
};

const standsTwice = (document: Document, offset: number, lines: LineCounter): string => {
  let first: { name: string; line: number } | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const second = items.find(({ key }) => startOf(key) === offset)?.key;
      if (!isScalar(second)) return undefined;
      const name = String(second.value);
      const before = items.find(({ key }) => isScalar(key) && String(key.value) === name)?.key;
      first = { name, line: lines.linePos(startOf(before) ?? 0).line };
      return visit.BREAK;
    },
  });
  return first
    ? `"${first.name}" stands twice, first in line ${first.line}: each key may stand once`
    : 'stands twice: each key may stand once';
};

/** Keys behind which not even null is written. */
const emptyPairs = (document: Document): { offset: number; pointer: string }[] => {
  const empty: { offset: number; pointer: string }[] = [];
  visit(document, {
    Pair: (_, { key, value }, path) => {
      if (value !== null && !(isScalar(value) && value.value === null && value.source === '')) return;
      const names = [...path, { key }].flatMap((step) =>
        'key' in step && isScalar(step.key) ? [`/${escaped(String(step.key.value))}`] : [],
      );
      empty.push({ offset: startOf(key) ?? 0, pointer: names.join('') });
    },
  });
  return empty;
};

/** Where the key of a pointer stands, or the item of a list; of what is not there, where it should be. */
const offsetOf = (document: Document.Parsed, pointer: string): number => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const escaped of pointer.split('/').slice(1)) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === name)
      : undefined;
    const next: unknown =
      pair && isPair(pair)
        ? pair.value
        : isNode(node) && 'get' in node
          ? node.get(Number(name), true)
          : undefined;
    offset = startOf(pair?.key) ?? startOf(next) ?? offset;
    if (next === undefined) return offset;
    node = next;
  }
  return offset;
};

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
