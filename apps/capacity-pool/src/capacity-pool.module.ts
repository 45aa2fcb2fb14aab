import { Module } from '@nestjs/common';
import { CreateProviderController } from './create-provider/create-provider.controller.ts';
import { CreateProvider } from './create-provider/create-provider.handler.ts';
import { CreateRouteController } from './create-route/create-route.controller.ts';
import { CreateRoute } from './create-route/create-route.handler.ts';
import { KeepVerifiedFiguresConsumer } from './keep-verified-figures/keep-verified-figures.consumer.ts';
import { ProvidersStore } from './persistence/providers.store.ts';
import { RoutesStore } from './persistence/routes.store.ts';
import { VerifiedFiguresStore } from './persistence/verified-figures.store.ts';
import { ReadCoverageController } from './read-coverage/read-coverage.controller.ts';
import { ReadProvidersController } from './read-providers/read-providers.controller.ts';
import { ReadRoutesController } from './read-routes/read-routes.controller.ts';
import { RouteViews } from './read-routes/route-views.ts';
import { ReplaceRouteController } from './replace-route/replace-route.controller.ts';
import { ReplaceRoute } from './replace-route/replace-route.handler.ts';

@Module({
  controllers: [
    CreateProviderController,
    ReadProvidersController,
    CreateRouteController,
    ReplaceRouteController,
    ReadRoutesController,
    ReadCoverageController,
    KeepVerifiedFiguresConsumer,
  ],
  providers: [
    ProvidersStore,
    RoutesStore,
    VerifiedFiguresStore,
    RouteViews,
    CreateProvider,
    CreateRoute,
    ReplaceRoute,
  ],
})
export class CapacityPoolModule {}
