import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Kafka } from 'kafkajs';
import { closeOnSignal } from '../participant.ts';
import { readIntakeSettings } from './intake.settings.ts';
import { ReceiveScanController } from './receive-scan.controller.ts';
import { ReceiveScanService } from './receive-scan.service.ts';

const settings = readIntakeSettings();
const producer = new Kafka({ clientId: 'baseline-intake', brokers: settings.brokers.split(',') }).producer({
  allowAutoTopicCreation: false,
});
await producer.connect();

@Module({
  controllers: [ReceiveScanController],
  providers: [{ provide: ReceiveScanService, useValue: new ReceiveScanService(producer, settings) }],
})
class IntakeModule {}

const app = await NestFactory.create(IntakeModule, { logger: ['error', 'warn'] });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
await app.listen(0, '127.0.0.1');
process.send?.({ port: Number(new URL(await app.getUrl()).port) });
closeOnSignal(app);
