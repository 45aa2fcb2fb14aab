const isParent = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Instants that Postgres takes, as RFC 3339. */
const instant = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What keeps a value that was read from being kept and told; undefined where nothing does. */
export function whyNotKept(value: unknown, at = ''): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return `NUL at ${at}`;
    if (!value.isWellFormed()) return `half a surrogate pair at ${at}`;
    return at.endsWith('/occurredAt') && !(instant.test(value) && Number.isFinite(Date.parse(value)))
      ? `no instant at ${at}: ${value.slice(0, 60)}`
      : undefined;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `no number at ${at}`;
  if (!isParent(value)) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const why = whyNotKept(name, `${at}/(a name)`) ?? whyNotKept(member, `${at}/${name.slice(0, 40)}`);
    if (why !== undefined) return why;
  }
  return undefined;
}

const namesAtStart = Object.getOwnPropertyNames(Object.prototype).length;

/** Whether a body has changed what all objects inherit. */
export const isPolluted = (): boolean =>
  Object.getOwnPropertyNames(Object.prototype).length !== namesAtStart || 'polluted' in {};
