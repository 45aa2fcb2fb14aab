/**
 * Puts parts in the places of a template: lines that read `<!-- name -->`.
 * @throws Error where a part has no place, or a place no part
 */
export function fillIn(text: string, parts: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(parts));
  const filled = text.replaceAll(/^<!-- (\w+) -->$/gm, (_place, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`nothing is called ${name}`);
    missing.delete(name);
    return part;
  });
  if (missing.size > 0) throw new Error(`there is no place for ${[...missing].join(', ')}`);
  return filled;
}
