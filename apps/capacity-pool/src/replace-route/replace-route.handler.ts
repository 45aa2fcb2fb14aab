import { Injectable } from '@nestjs/common';
import { routesTopic } from '@landfall/contracts';
import { Outbox, outgoing } from '@landfall/messaging';
import { UnitOfWork } from '@landfall/persistence';
import { Clock, notFound, unprocessable } from '@landfall/service-kit';
import { requireProvider } from '../create-route/require-provider.ts';
import { termsOf, type RouteBody } from '../create-route/route.body.ts';
import { RoutesStore } from '../persistence/routes.store.ts';
import { sameTerms, toldRoute, type Route } from '../pool/route.ts';
import { RouteViews } from '../read-routes/route-views.ts';
import type { RouteDto } from '../read-routes/route.dto.ts';

/** Puts a whole route in the place of the one that stands, and tells of it where anything changed. */
@Injectable()
export class ReplaceRoute {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly routes: RoutesStore,
    private readonly views: RouteViews,
  ) {}

  /**
   * Throws ProblemError 404, 422 `unknown_provider`, and 422 `external_id_fixed`: parcels and figures refer to a route
   * by its external id, so it stays.
   */
  replace(merchantId: string, id: string, body: RouteBody): Promise<RouteDto> {
    const now = this.clock.now();
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const known = await this.routes.lock(tx, merchantId, id);
      if (!known) throw notFound('The route');
      const terms = termsOf(body);
      if (terms.externalId !== known.externalId)
        throw unprocessable(
          'external_id_fixed',
          'The externalId of a route cannot change: add another route.',
          [{ pointer: '/externalId', detail: `must be ${known.externalId}` }],
        );
      await requireProvider(this.routes, tx, merchantId, terms.providerId);
      const route: Route = sameTerms(known, terms)
        ? known
        : { ...known, ...terms, version: known.version + 1, updatedAt: now };
      if (route !== known) {
        await this.routes.replace(tx, merchantId, route);
        this.outbox.append(tx, now, [
          outgoing(routesTopic, 'route.changed', { version: route.version, merchantId }, toldRoute(route)),
        ]);
      }
      const [view] = await this.views.of(tx, merchantId, [route]);
      return view as RouteDto;
    });
  }
}
