/** The part of a V8 CPU profile (.cpuprofile) that is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** The node that was running, sample by sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

type Frame = CpuProfile['nodes'][number]['callFrame'];

/** Whose code a function is: the first that fits. */
const owners: readonly (readonly [name: string, fits: (frame: Frame) => boolean])[] = [
  ['collecting garbage', ({ functionName }) => functionName === '(garbage collector)'],
  ['reading fetched records', ({ url }) => url.includes('/messaging/dist/kafka/log/fetch-response')],
  ['writing record batches', ({ url }) => url.includes('/messaging/dist/kafka/log/')],
  ['the pipe', ({ url }) => /\/messaging\/(dist|src)\//.test(url)],
  ['schemas', ({ url }) => /\/contracts\/(dist|src)\/|\/typebox\//.test(url)],
  [
    'statements and pg',
    ({ url }) => /\/persistence\/(dist|src)\/|\/node_modules\/(pg|typeorm|postgres)/.test(url),
  ],
  ['kafkajs', ({ url }) => url.includes('/node_modules/kafkajs/')],
  ['Nest, Fastify and other packages', ({ url }) => url.includes('/node_modules/')],
  ["Node's own and the system", ({ url }) => url === '' || url.startsWith('node:')],
  ['the service', () => true],
];

const idle = new Set(['(idle)', '(root)']);
const mostFunctions = 20;

/**
 * Where a process spent its time, as text: shares of its busy time by owner (each function's own time), and the
 * functions with most time in them and in what they call.
 * @param skipSeconds what to leave out at the start, while the process starts and is compiled
 */
export function profileText({ nodes, samples, timeDeltas }: CpuProfile, skipSeconds: number): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  const byOwner = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, micros: number): void =>
    void to.set(key, (to.get(key) ?? 0) + micros);
  let clock = 0;
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const micros = timeDeltas[index] ?? 0;
    clock += micros;
    const frame = frames.get(id);
    if (!frame || clock < skipSeconds * 1e6 || idle.has(frame.functionName)) continue;
    busy += micros;
    add(byOwner, owners.find(([, fits]) => fits(frame))?.[0] ?? '', micros);
    const above = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const name = nameOf(frames.get(at));
      if (name !== undefined) above.add(name);
    }
    for (const name of above) add(byFunction, name, micros);
  }
  const lines = (of: Map<string, number>, most = Infinity): string[] =>
    [...of]
      .sort(([, one], [, other]) => other - one)
      .slice(0, most)
      .map(([name, micros]) => `${((100 * micros) / busy).toFixed(1).padStart(5)}%  ${name}`);
  return [
    `busy for ${(busy / 1e6).toFixed(1)} s of ${(clock / 1e6 - skipSeconds).toFixed(1)} s`,
    '',
    'own time, by whose code it is:',
    ...lines(byOwner),
    '',
    'functions, with what they call:',
    ...lines(byFunction, mostFunctions),
    '',
  ].join('\n');
}

/** A function of ours or of a package; what Node has around it says nothing. */
const nameOf = (frame: Frame | undefined): string | undefined => {
  if (!frame || frame.functionName === '' || frame.url === '' || frame.url.startsWith('node:'))
    return undefined;
  return `${frame.functionName}  ${frame.url.split('/').slice(-3).join('/')}:${frame.lineNumber + 1}`;
};
