import { Controller, Get, Header, Res, type OnModuleDestroy } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenRequests } from '../requests/open-requests.ts';
import { Gauges } from './gauges.ts';
import { HealthChecks } from './health-checks.ts';
import { ProcessMetrics } from './process-metrics.ts';

/** For supervisors and scrapers. */
@ApiExcludeController()
@Controller()
export class HealthController implements OnModuleDestroy {
  private readonly metrics: ProcessMetrics;

  constructor(
    private readonly checks: HealthChecks,
    private readonly requests: OpenRequests,
    private readonly gauges: Gauges,
  ) {
    this.metrics = new ProcessMetrics(requests);
  }

  /** The process runs; it says nothing of what it needs, so that an outage elsewhere restarts nobody. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 200 when the service can do its work, 503 when not or when it is shutting down. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const checks = { accepting: !this.requests.isClosing, ...(await this.checks.run()) };
    const ready = Object.values(checks).every(Boolean);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  prometheus(): string {
    return this.metrics.text() + this.gauges.text();
  }

  onModuleDestroy(): void {
    this.metrics.close();
  }
}
