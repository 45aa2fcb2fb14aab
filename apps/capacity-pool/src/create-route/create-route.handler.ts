import { Injectable } from '@nestjs/common';
import { routesTopic } from '@landfall/contracts';
import { Outbox, outgoing } from '@landfall/messaging';
import { UnitOfWork, type Transaction } from '@landfall/persistence';
import { Clock, conflict, IdempotentRequests, type KeptAnswer } from '@landfall/service-kit';
import { v7 } from 'uuid';
import { RoutesStore } from '../persistence/routes.store.ts';
import { toldRoute, type Route } from '../pool/route.ts';
import { RouteViews } from '../read-routes/route-views.ts';
import type { RouteDto } from '../read-routes/route.dto.ts';
import { requireProvider } from './require-provider.ts';
import { termsOf, type RouteBody } from './route.body.ts';

/** Adds a route to a merchant's pool and tells of it. */
@Injectable()
export class CreateRoute {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly requests: IdempotentRequests,
    private readonly outbox: Outbox,
    private readonly routes: RoutesStore,
    private readonly views: RouteViews,
  ) {}

  /**
   * Throws ProblemError 409 `external_id_taken` where the merchant has a route of that external id, 422
   * `unknown_provider` where the provider is not the merchant's.
   */
  create(merchantId: string, key: string | undefined, body: RouteBody): Promise<KeptAnswer<RouteDto>> {
    const now = this.clock.now();
    const id = v7({ msecs: now.getTime() });
    const route: Route = { id, version: 1, ...termsOf(body), createdAt: now, updatedAt: now };
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, (tx) =>
      this.requests.run(tx, { merchantId, route: 'POST /v1/routes', key, body }, async () => {
        await this.add(tx, merchantId, route);
        const [view] = await this.views.of(tx, merchantId, [route]);
        return { status: 201, body: view as RouteDto };
      }),
    );
  }

  private async add(tx: Transaction, merchantId: string, route: Route): Promise<void> {
    await requireProvider(this.routes, tx, merchantId, route.providerId);
    if (!(await this.routes.add(tx, merchantId, route)))
      throw conflict('external_id_taken', `You have a route with the externalId ${route.externalId}.`);
    this.outbox.append(tx, route.createdAt, [
      outgoing(routesTopic, 'route.changed', { version: route.version, merchantId }, toldRoute(route)),
    ]);
  }
}
