import type { Stack } from '../stack/stack.ts';
import { FaultyProxy } from './faults/proxy.ts';

export const peers = ['kafka', 'postgres'] as const;
export type Peer = (typeof peers)[number];

/** What a process of the rig is told instead of the servers' own addresses. */
export interface Detour {
  /** Port that leads to Kafka. Brokers tell their own address to clients, so the process itself has to take the detour. */
  readonly kafkaVia: number;
  /** The stack's URL of Postgres by way of the proxy. */
  readonly databaseUrl: string;
}

type Lines = ReadonlyMap<string, Readonly<Record<Peer, FaultyProxy>>>;

/** A line of its own from each process of the rig to each server. */
export class Network {
  readonly #stack: Stack;
  readonly #lines: Lines;

  private constructor(stack: Stack, lines: Lines) {
    this.#stack = stack;
    this.#lines = lines;
  }

  static async open(stack: Stack, processes: readonly string[]): Promise<Network> {
    const kafkaPort = Number(new URL(`kafka://${stack.kafkaBrokers}`).port);
    const postgresPort = Number(new URL(stack.databaseUrl).port);
    const open = async (name: string) =>
      [
        name,
        { kafka: await FaultyProxy.open(kafkaPort), postgres: await FaultyProxy.open(postgresPort) },
      ] as const;
    return new Network(stack, new Map(await Promise.all(processes.map(open))));
  }

  /** @throws when the process has no lines of its own */
  line(process: string, peer: Peer): FaultyProxy {
    const line = this.#lines.get(process)?.[peer];
    if (!line) throw new Error(`${process} has no line to ${peer}`);
    return line;
  }

  detourOf(process: string): Detour {
    const url = new URL(this.#stack.databaseUrl);
    url.port = String(this.line(process, 'postgres').port);
    return { kafkaVia: this.line(process, 'kafka').port, databaseUrl: url.toString() };
  }

  async close(): Promise<void> {
    for (const { kafka, postgres } of this.#lines.values())
      await Promise.all([kafka.close(), postgres.close()]);
  }
}
