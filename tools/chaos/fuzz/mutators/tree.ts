import { chosen, type Choice, type Mutator } from './mutator.ts';

type Parent = Record<string, unknown> | unknown[];
interface Place {
  readonly parent: Parent;
  readonly key: string | number;
}

/** Levels of nesting: inside what is read, at its edge, and beyond what any stack holds. */
const depths = [8, 63, 64, 65, 1_000, 20_000];
const lengths = [10, 201, 501, 1_001, 5_001, 10_001];
/** More members are not looked for: a list may hold one list ten thousand times. */
const mostPlaces = 1_000_000;
/** So large a list may become, in JSON. */
const mostCharacters = 1_500_000;

const isParent = (value: unknown): value is Parent => typeof value === 'object' && value !== null;

/** The members of all objects and lists, the outer ones first. */
function placesIn(root: Parent): Place[] {
  const places: Place[] = [];
  const open: Parent[] = [root];
  for (const parent of open) {
    if (places.length > mostPlaces) break;
    for (const key of Array.isArray(parent) ? parent.keys() : Object.keys(parent)) {
      places.push({ parent, key });
      const child = valueAt({ parent, key });
      if (isParent(child)) open.push(child);
    }
  }
  return places;
}

const valueAt = ({ parent, key }: Place): unknown => (parent as Record<string | number, unknown>)[key];

/** Defined, not assigned: a member may be called __proto__. */
function put({ parent, key }: Place, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/** A mutator of one member of a JSON value; one without members stays as it is. */
const ofPlace =
  (change: (place: Place, choice: Choice, places: readonly Place[]) => void): Mutator<unknown> =>
  (root, choice) => {
    if (!isParent(root)) return choice.value;
    const places = placesIn(root);
    if (places.length > 0) change(chosen(places, choice.at), choice, places);
    return root;
  };

const retyped = (value: unknown, manner: number): unknown => {
  if (isTooMuch(value)) return null;
  switch (manner % 6) {
    case 0:
      return JSON.stringify(value);
    case 1:
      return typeof value === 'string' ? Number(value) || 0 : (JSON.stringify(value) ?? '');
    case 2:
      return [value];
    case 3:
      return { value };
    case 4:
      return Array.isArray(value) ? Object.fromEntries(value.entries()) : [];
    default:
      return null;
  }
};

const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '',
  '\0',
  '\ud800',
  '0',
  '$ref',
];

/** What is done to the values of a body that is JSON. */
export const treeMutators: Readonly<Record<string, Mutator<unknown>>> = {
  remove: ofPlace((place) => remove(place)),
  replace: ofPlace((place, { value }) => put(place, value)),
  retype: ofPlace((place, { manner }) => put(place, retyped(valueAt(place), manner))),
  swap: ofPlace((place, { manner }, places) => {
    const other = chosen(places, manner);
    const [one, two] = [valueAt(place), valueAt(other)];
    // Not into itself: no JSON is endless.
    if (isParent(one) || isParent(two)) return;
    put(place, two);
    put(other, one);
  }),
  rename: ofPlace((place, { manner }) => {
    const value = valueAt(place);
    remove(place);
    put(
      { parent: place.parent, key: Array.isArray(place.parent) ? place.key : chosen(hostileNames, manner) },
      value,
    );
  }),
  addHostileName: ofPlace(({ parent }, { manner, value }) => {
    if (!Array.isArray(parent))
      put({ parent, key: chosen(hostileNames, manner) }, { polluted: true, toString: value });
  }),
  nest: ofPlace((place, { manner }) => {
    let value = valueAt(place);
    const inLists = manner % 2 === 0;
    for (let depth = chosen(depths, manner >> 1); depth > 0; depth -= 1)
      value = inLists ? [value] : { a: value };
    put(place, value);
  }),
  lengthen: ofPlace((place, { manner }) => {
    const value = valueAt(place);
    const items = Array.isArray(value) && value.length > 0 ? value : [value];
    const size = isTooMuch(items) ? mostCharacters : JSON.stringify(items).length;
    const length = Math.min(chosen(lengths, manner), Math.floor(mostCharacters / (size / items.length)));
    put(
      place,
      Array.from({ length }, (_, index) => items[index % items.length] as unknown),
    );
  }),
  double: ofPlace(({ parent, key }, { at }) => {
    if (Array.isArray(parent)) parent.push(parent[Number(key)]);
    else put({ parent, key: `${key}${at % 3}` }, parent[key]);
  }),
};

/** Far beyond all limits of bodies. */
const longestText = 20_000_000;
const deepest = 500;

/** Of values that `JSON.stringify` cannot go through, or whose JSON is longer than any body is looked at. */
export function isTooMuch(value: unknown): boolean {
  let characters = 0;
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (!isParent(next.value)) characters += typeof next.value === 'string' ? next.value.length : 4;
    else if (next.depth > deepest) return true;
    else
      for (const [name, member] of Object.entries(next.value)) {
        characters += name.length;
        open.push({ value: member, depth: next.depth + 1 });
      }
    if (characters > longestText) return true;
  }
  return false;
}

/** JSON of any depth, cut off where it is too long: a list may hold one large value ten thousand times. */
export function textOf(value: unknown): string {
  if (!isTooMuch(value)) return JSON.stringify(value) ?? 'null';
  const written = Buffer.allocUnsafe(longestText);
  let length = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (isParent(next) && !(next instanceof Raw)) pushParts(open, next);
    else {
      const text = next instanceof Raw ? next.text : (JSON.stringify(next) ?? 'null');
      // More bytes than a text has letters are three times as many at most.
      if (length + text.length * 3 > longestText) break;
      length += written.write(text, length);
    }
  }
  return written.toString('utf8', 0, length);
}

/** A piece of the text, beside the values that are to be written. */
class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const [comma, list, endOfList, object, endOfObject] = [',', '[', ']', '{', '}'].map((one) => new Raw(one));

/** The parts of a parent, the first of them on top. */
function pushParts(stack: unknown[], parent: Parent): void {
  const isList = Array.isArray(parent);
  const names = isList ? undefined : Object.keys(parent);
  const members: unknown[] = isList ? parent : Object.values(parent);
  stack.push(isList ? endOfList : endOfObject);
  for (let index = members.length - 1; index >= 0; index -= 1) {
    stack.push(members[index]);
    if (names) stack.push(new Raw(`${JSON.stringify(names[index])}:`));
    if (index > 0) stack.push(comma);
  }
  stack.push(isList ? list : object);
}
