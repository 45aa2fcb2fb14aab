/** Which of several parcels the parts of a payload belong to: its index, or `shared` where more than one has it. */
export type Owners = ReadonlyMap<object, number>;

export const shared = -1;

/** Goes through each parcel; what stands outside of all is nobody's. */
export const ownersOf = (parcels: readonly unknown[]): Owners => {
  const owners = new Map<object, number>();
  for (const [index, parcel] of parcels.entries()) {
    const open: unknown[] = [parcel];
    while (open.length > 0) {
      const node = open.pop();
      if (typeof node !== 'object' || node === null) continue;
      const owner = owners.get(node);
      if (owner === index || owner === shared) continue;
      owners.set(node, owner === undefined ? index : shared);
      for (const child of Object.values(node)) if (typeof child === 'object') open.push(child);
    }
  }
  return owners;
};

/** Whether a part is another parcel's. */
export const isOfOther = (owners: Owners, node: object, index: number): boolean => {
  const owner = owners.get(node);
  return owner !== undefined && owner !== shared && owner !== index;
};
