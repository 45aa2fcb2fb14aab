/** Sends in the order of the calls, one at a time, each with all that was given while the one before was under way. */
export function oneAtATime<Item>(
  send: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let sending: Promise<void> = Promise.resolve();
  let next: { items: Item[]; sent: Promise<void> } | undefined;
  return (items) => {
    if (!next) {
      const waiting: Item[] = [];
      const sent = sending.then(() => {
        next = undefined;
        return send(waiting);
      });
      next = { items: waiting, sent };
      sending = sent;
    }
    next.items.push(...items);
    return next.sent;
  };
}
