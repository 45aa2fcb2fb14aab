import type { Kafka } from 'kafkajs';

/** A request as a connection of kafkajs sends it. */
export interface ProtocolRequest<Answer> {
  request: {
    apiKey: number;
    apiVersion: number;
    apiName: string;
    encode: () => Promise<{ buf: Buffer; buffer: Buffer }>;
  };
  response: {
    decode: (bytes: Buffer) => Promise<Answer>;
    parse: (answer: Answer) => Promise<Answer>;
  };
}

/** A broker with its connections, authenticated. */
export interface Broker {
  connectionPool: { send<Answer>(request: ProtocolRequest<Answer>): Promise<Answer> };
  initProducerId(request: { transactionalId: string; transactionTimeout: number }): Promise<{
    producerId: string;
    producerEpoch: number;
  }>;
}

/** Connections and metadata of a cluster: the part of kafkajs below its producers and consumers. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findBroker(which: { nodeId: string }): Promise<Broker>;
  findGroupCoordinator(of: { groupId: string; coordinatorType: number }): Promise<Broker>;
}

/**
 * A cluster of its own under a client's settings (brokers, TLS, SASL, timeouts, log). kafkajs hides what makes one behind
 * a symbol; its version is pinned and the last one, and the contract is tested against a real broker.
 */
export const clusterOf = (kafka: Kafka): Cluster => {
  const hidden = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (!hidden) throw new Error('This version of kafkajs makes its cluster in another way');
  const { [hidden]: create } = kafka as unknown as Record<symbol, (options: object) => Cluster>;
  if (!create) throw new Error('unreachable: the symbol was found on the client');
  return create({ metadataMaxAge: 300_000, allowAutoTopicCreation: false });
};
