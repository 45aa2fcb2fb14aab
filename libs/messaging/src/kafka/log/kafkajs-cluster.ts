import type { Kafka } from 'kafkajs';
import { decodeFetch, fetchVersion } from './fetch-response.ts';

/** A request as a connection of kafkajs sends it. */
export interface ProtocolRequest<Answer> {
  readonly request: {
    apiKey: number;
    apiVersion: number;
    apiName: string;
    encode: () => Promise<{ buf: Buffer; buffer: Buffer }>;
  };
  readonly response: {
    decode: (bytes: Buffer) => Promise<Answer>;
    parse: (answer: Answer) => Promise<Answer>;
  };
}

export interface ConnectionPool {
  send<Answer>(request: ProtocolRequest<Answer>): Promise<Answer>;
}

/** A broker with its connections, authenticated. */
export interface Broker {
  readonly connectionPool: ConnectionPool;
  initProducerId(request: { transactionalId: string; transactionTimeout: number }): Promise<{
    producerId: string;
    producerEpoch: number;
  }>;
}

/** Connections and metadata of a cluster: the part of kafkajs below its producers and consumers. */
export interface Cluster {
  readonly connectionPoolBuilder: { build(where: object): Promise<ConnectionPool> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findBroker(which: { nodeId: string }): Promise<Broker>;
  findGroupCoordinator(of: { groupId: string; coordinatorType: number }): Promise<Broker>;
}

/** How a client of kafkajs makes the clusters of its producers, consumers and admins. */
type CreateCluster = (options: object) => Cluster;

/**
 * kafkajs hides it behind a symbol; its version is pinned and the last one, and what we do with it is tested against a
 * real broker.
 */
const placeOfCreateCluster = (kafka: Kafka): symbol => {
  const hidden = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (!hidden) throw new Error('This version of kafkajs makes its clusters in another way');
  return hidden;
};

const createClusterOf = (kafka: Kafka): CreateCluster =>
  (kafka as unknown as Record<symbol, CreateCluster>)[placeOfCreateCluster(kafka)] as CreateCluster;

/** A cluster of its own under a client's settings: brokers, TLS, SASL, timeouts, log. */
export const clusterOf = (kafka: Kafka): Cluster =>
  createClusterOf(kafka)({ metadataMaxAge: 300_000, allowAutoTopicCreation: false });

/** Lets the consumers of a client read what they fetch with our decoder; returns the client. */
export const readingFetches = (kafka: Kafka): Kafka => {
  const createCluster = createClusterOf(kafka);
  const create: CreateCluster = (options) => {
    const cluster = createCluster(options);
    const { connectionPoolBuilder } = cluster;
    const build = connectionPoolBuilder.build.bind(connectionPoolBuilder);
    connectionPoolBuilder.build = async (where) => {
      const pool = await build(where);
      const send = pool.send.bind(pool);
      pool.send = (request) => send(withOurDecoder(request));
      return pool;
    };
    return cluster;
  };
  return Object.assign(kafka, { [placeOfCreateCluster(kafka)]: create });
};

const withOurDecoder = <Answer>(asked: ProtocolRequest<Answer>): ProtocolRequest<Answer> => {
  const { request, response } = asked;
  if (request.apiName !== 'Fetch' || request.apiVersion !== fetchVersion) return asked;
  const decode = async (bytes: Buffer): Promise<Answer> =>
    (decodeFetch(bytes) as Answer | undefined) ?? response.decode(bytes);
  return { ...asked, response: { ...response, decode } };
};
