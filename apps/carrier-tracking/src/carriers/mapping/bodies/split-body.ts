import { isOfOther, ownersOf, type Owners } from './owners.ts';
import type { Spans } from './parse-xml.ts';

/** A JSON payload once for each parcel in it, without what is only the others'. */
export const splitJson = (payload: unknown, parcels: readonly unknown[]): string[] => {
  const owners = ownersOf(parcels);
  return parcels.map((_, index) => JSON.stringify(without(payload, owners, index)));
};

const without = (node: unknown, owners: Owners, index: number): unknown => {
  if (typeof node !== 'object' || node === null) return node;
  const stays = (child: unknown) =>
    typeof child !== 'object' || child === null || !isOfOther(owners, child, index);
  if (Array.isArray(node)) return node.filter(stays).map((child) => without(child, owners, index));
  // Of entries: assigning a member of the name __proto__ would change what the copy inherits.
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, child]) =>
      stays(child) ? [[name, without(child, owners, index)]] : [],
    ),
  );
};

/** An XML text once for each parcel in it, with the elements cut out that are only the others'. */
export const splitXml = (text: string, parcels: readonly unknown[], spans: Spans): string[] => {
  const owners = ownersOf(parcels);
  const elements = [...owners.keys()].flatMap((node) => {
    const span = spans.get(node);
    return span ? [{ node, ...span }] : [];
  });
  elements.sort((a, b) => a.start - b.start);
  return parcels.map((_, index) => {
    let kept = '';
    let from = 0;
    for (const { node, start, end } of elements) {
      if (start < from || !isOfOther(owners, node, index)) continue;
      kept += text.slice(from, start);
      from = end;
    }
    return kept + text.slice(from);
  });
};
