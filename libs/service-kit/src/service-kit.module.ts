import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from '@landfall/telemetry';
import { RequireMerchant, RequireService } from './auth/guards.ts';
import { InternalTokens } from './auth/internal-tokens.ts';
import { Clock, ReplayClock, SystemClock } from './clock/clock.ts';
import { CONFIG, serviceUrls, type BaseConfig } from './config/base-config.ts';
import type { ServiceName } from '@landfall/contracts';
import { Gauges } from './health/gauges.ts';
import { HealthChecks } from './health/health-checks.ts';
import { HealthController } from './health/health.controller.ts';
import { InternalClient } from './http/internal-client.ts';
import { IdempotentRequests } from './idempotency/idempotent-requests.ts';
import { OpenRequests } from './requests/open-requests.ts';

/** The injection token of the service's pino logger. */
export const LOGGER = Symbol('logger');

export interface ServiceKitOptions {
  name: ServiceName;
  config: BaseConfig;
  logger: Logger;
  requests: OpenRequests;
}

/** What every service may inject, and its health routes. */
@Module({})
export class ServiceKitModule {
  static forRoot({ name, config, logger, requests }: ServiceKitOptions): DynamicModule {
    const tokens = new InternalTokens(config.INTERNAL_TOKEN_SECRET);
    const values = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: OpenRequests, useValue: requests },
      { provide: InternalTokens, useValue: tokens },
      { provide: InternalClient, useValue: new InternalClient(name, serviceUrls(config), tokens) },
      {
        provide: Clock,
        useValue: config.LANDFALL_CLOCK === 'replay' ? new ReplayClock() : new SystemClock(),
      },
    ];
    const classes = [Gauges, HealthChecks, IdempotentRequests, RequireMerchant, RequireService];
    return {
      module: ServiceKitModule,
      global: true,
      controllers: [HealthController],
      providers: [...values, ...classes],
      exports: [...values, ...classes],
    };
  }
}
