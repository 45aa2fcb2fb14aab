import { buildOpenApi, CONFIG, serviceUrls, type BaseConfig } from '@landfall/service-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MergedDocument } from './merged-document.ts';

const docsScript = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;

/**
 * Answers /openapi.json with the document of all services and lets /docs show it.
 * Every service serves a document of its own at these paths: a hook goes before those routes.
 */
export const serveMergedDocument = (app: NestFastifyApplication): void => {
  let merged: MergedDocument | undefined;
  const open = (): MergedDocument => {
    const services = Object.entries(serviceUrls(app.get<BaseConfig>(CONFIG))).filter(
      ([service]) => service !== 'console',
    );
    return new MergedDocument(Object.fromEntries(services), () =>
      buildOpenApi(app, { title: 'Landfall console', version: '1.0.0' }),
    );
  };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      const path = request.url.split('?', 1)[0];
      if (path === '/docs/swagger-ui-init.js') return reply.type('text/javascript').send(docsScript);
      if (path !== '/openapi.json') return undefined;
      merged ??= open();
      return reply.type('application/json').send(JSON.stringify(await merged.read()));
    });
};
