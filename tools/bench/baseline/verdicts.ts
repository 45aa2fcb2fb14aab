import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ScanDto } from './scan.dto.ts';
import { TrackingEventDto } from './tracking-event.dto.ts';

/** Makes an instance of the class and checks it, without the pipe around it and without promises: the cheapest way. */
const accepts =
  (type: Type<object>, forbidNonWhitelisted: boolean) =>
  (data: object): boolean =>
    validateSync(plainToInstance(type, data), { whitelist: true, forbidNonWhitelisted }).length === 0;

/** Unknown fields are ignored, as everywhere on topics. */
export const acceptsScan = accepts(ScanDto, false);

/** Unknown fields are refused, as everywhere at edges. */
export const acceptsTrackingEvent = accepts(TrackingEventDto, true);
