import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { trackingEventsTopic } from '@landfall/contracts';
import {
  connectKafka,
  EventProducer,
  LogWriter,
  outgoing,
  type FailpointListener,
  type PipeLog,
} from '@landfall/messaging';
import type { Scan } from '../../workload/parcel-state.ts';
import type { RigSettings, SentScan } from './settings.ts';

/**
 * Takes scans as a JSON array and answers 202 when Kafka has confirmed them; 503 when it has not.
 * @returns what ends it: nothing new is taken, and what was taken is answered for
 */
export const startEdge = (
  settings: RigSettings,
  log: PipeLog,
  comeBy: FailpointListener,
): (() => Promise<void>) => {
  const kafka = connectKafka({ clientId: 'chaos-edge', brokers: settings.brokers, log });
  const producer = new EventProducer(new LogWriter(kafka), 'chaos', settings.topicPrefix, comeBy);
  const publish = async (body: string): Promise<void> => {
    const scans = JSON.parse(body) as SentScan[];
    const events = scans.map(({ eventId, merchantId, scan }) =>
      outgoing(
        trackingEventsTopic,
        'tracking.milestone_reached',
        { version: 1, merchantId, id: eventId },
        scan as Scan,
      ),
    );
    await producer.send(events, new Date());
  };
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const acknowledge = () => response.writeHead(202).end();
    if (settings.control === 'ack_before_commit') await once(acknowledge(), 'finish');
    await publish(body);
    if (!response.headersSent) acknowledge();
  };
  const server = createServer((request, response) => {
    text(request)
      .then((body) => answer(body, response))
      .catch(() => {
        if (!response.headersSent) response.writeHead(503).end();
      });
  }).listen(settings.port, '127.0.0.1');
  return async () => {
    await new Promise((closed) => server.close(closed));
  };
};
