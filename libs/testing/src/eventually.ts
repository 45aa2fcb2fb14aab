/**
 * Reads until the value is accepted: for what a separate process brings about and nobody announces.
 * @throws the last value as text, after `limitMs`
 */
export const eventually = async <T>(
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  limitMs = 30_000,
): Promise<T> => {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${limitMs} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
