import { Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  CONFIG,
  InternalClient,
  InternalTokens,
  LOGGER,
  serviceUrls,
  type BaseConfig,
  type ConfigOf,
} from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import { ApiKeys } from './api-keys.ts';
import { registerGateway } from './gateway.plugin.ts';
import type { gatewaySettings } from './gateway.settings.ts';
import { RateLimiter } from './rate-limiter.ts';

/** Puts the gateway on the HTTP server that Nest runs on. */
@Injectable()
export class GatewayMount implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: BaseConfig & ConfigOf<typeof gatewaySettings>,
    private readonly http: HttpAdapterHost<FastifyAdapter>,
    private readonly services: InternalClient,
    private readonly tokens: InternalTokens,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await registerGateway(this.http.httpAdapter.getInstance(), {
      urls: serviceUrls(this.config),
      apiKeys: new ApiKeys(this.services),
      tokens: this.tokens,
      limiter: new RateLimiter(this.config.RATE_LIMIT_PER_SECOND, this.config.RATE_LIMIT_BURST),
      logger: this.logger,
    });
  }
}

@Module({ providers: [GatewayMount] })
export class GatewayModule {}
