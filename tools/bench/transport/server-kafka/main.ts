import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  EventPattern,
  KafkaContext,
  Payload,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { trackingEventsTopic } from '@landfall/contracts';
import { InOrder } from '../../in-order.ts';
import { closeOnSignal, Progress, readSettings } from '../../participant.ts';

/** Nest's own Kafka transport with the options of the baseline: parsed messages to a handler that does nothing. */
const settings = readSettings();
const progress = new Progress(settings);
const order = new InOrder();

@Controller()
class NoOpController {
  @EventPattern<string>(settings.topicPrefix + trackingEventsTopic.name)
  take(@Payload() _scan: object, @Ctx() context: KafkaContext): void {
    order.took(context.getPartition(), context.getMessage().offset);
    progress.committed(1);
  }
}

@Module({ controllers: [NoOpController] })
class NoOpModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(NoOpModule, {
  logger: ['error', 'warn'],
  transport: Transport.KAFKA,
  options: {
    client: { clientId: 'server-kafka', brokers: settings.brokers.split(',') },
    consumer: { groupId: settings.schema, allowAutoTopicCreation: false },
    subscribe: { fromBeginning: true },
    run: { partitionsConsumedConcurrently: 6 },
  },
});
await app.listen();
closeOnSignal(app);
