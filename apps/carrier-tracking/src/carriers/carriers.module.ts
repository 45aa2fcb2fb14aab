import { Module } from '@nestjs/common';
import { CarrierMappings } from './carrier-mappings.ts';
import { PAYLOAD_READERS } from './payload-readers.ts';

/** Whose payloads can be read, and how. */
@Module({
  providers: [CarrierMappings, { provide: PAYLOAD_READERS, useExisting: CarrierMappings }],
  exports: [CarrierMappings, PAYLOAD_READERS],
})
export class CarriersModule {}
