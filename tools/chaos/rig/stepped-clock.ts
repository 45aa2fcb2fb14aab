const system = Date;
let aheadMs = 0;

/** Lets every `Date` of this process, also those of its libraries, run ahead of the system's clock, or behind it. */
export function stepClock(ms: number): void {
  aheadMs = ms;
  globalThis.Date = stepped;
}

const now = (): number => system.now() + aheadMs;

const stepped = new Proxy(system, {
  construct: (target, given: [], newTarget: typeof Date) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  get: (target, key): unknown => (key === 'now' ? now : Reflect.get(target, key)),
});
