import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Leads this process's connections to a broker (`host:port`) through another port of this machine: clients of Kafka
 * connect to the address that the broker tells them, whatever they were given at first.
 */
export function takeDetour(broker: string, via: number): void {
  const connect = net.connect.bind(net) as (...args: unknown[]) => net.Socket;
  const detour = (options: unknown, ...rest: unknown[]): net.Socket => {
    const { host, port } = options as Partial<net.TcpNetConnectOpts>;
    return connect(`${host}:${port}` === broker ? { ...(options as object), port: via } : options, ...rest);
  };
  net.connect = detour as typeof net.connect;
  syncBuiltinESMExports();
}
