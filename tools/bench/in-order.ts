/** Sees to it that each record of a topic comes once, and in its order. */
export class InOrder {
  private readonly next = new Map<number, number>();

  /** @throws where a record is not the one after the last of its partition */
  took(partition: number, offset: string): void {
    const expected = this.next.get(partition) ?? 0;
    if (Number(offset) !== expected)
      throw new Error(`record ${offset} of partition ${partition} came where ${expected} was due`);
    this.next.set(partition, expected + 1);
  }
}
