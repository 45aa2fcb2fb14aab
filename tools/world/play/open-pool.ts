import type { Edges } from './edges.ts';
import { routes } from '../geography/routes.ts';
import type { Leg } from '../wire/words.ts';

const nameOf = (sender: string): string => sender.replaceAll('-', ' ');

/** Tells the pool the world's providers and routes. Answers our names of the routes by the system's ids. */
export async function openPool(client: Edges): Promise<ReadonlyMap<string, string>> {
  const byId = new Map<string, string>();
  for (const sender of new Set(routes.map((route) => route.provider.name))) {
    const providerId = await created(client, '/v1/providers', { externalId: sender, name: nameOf(sender) });
    for (const route of routes.filter((one) => one.provider.name === sender)) {
      const legs = Object.entries(route.companies)
        .filter(([leg]) => leg !== 'transshipment' || route.hub !== null)
        .map(([leg, company]) => ({ leg: leg as Leg, carrier: company.name }));
      const id = await created(client, '/v1/routes', {
        externalId: route.id,
        name: route.name,
        providerId,
        originCountry: 'CN',
        destinationCountries: [route.destination],
        transitCountries: route.transit,
        legs,
        mode: route.mode,
        terms: route.terms,
        clearance: route.clearance,
        claimedTransitDays: route.claimedDays,
      });
      byId.set(id, route.id);
    }
  }
  return byId;
}

/** Posts and answers the id. @throws Error where it is not answered 201 */
export async function created(client: Edges, path: string, body: object): Promise<string> {
  const answer = await client.post<{ id: string }>(path, body);
  if (answer.status !== 201)
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}
