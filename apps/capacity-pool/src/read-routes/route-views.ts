import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { VerifiedFiguresStore } from '../persistence/verified-figures.store.ts';
import type { Route } from '../pool/route.ts';
import { figuresOf, verify } from '../pool/verification.ts';
import { toRouteDto, type RouteDto } from './route.dto.ts';

/** Shows routes with their verified figures. */
@Injectable()
export class RouteViews {
  constructor(private readonly figures: VerifiedFiguresStore) {}

  /** One view a route, in the order given. */
  async of(tx: Transaction, merchantId: string, routes: readonly Route[]): Promise<RouteDto[]> {
    const bySubject = await this.figures.ofRoutes(tx, merchantId, routes);
    return routes.map((route) => toRouteDto(route, verify(figuresOf(route, bySubject))));
  }
}
