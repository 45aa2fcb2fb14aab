import { servicePorts, type ServiceName } from '@landfall/contracts';

export type { ServiceName } from '@landfall/contracts';

/** Every service, with the port it prefers; the console, which asks all others, comes last. */
export const services: readonly { name: ServiceName; port: number }[] = (
  Object.entries(servicePorts) as [ServiceName, number][]
)
  .map(([name, port]) => ({ name, port }))
  .sort((a, b) => Number(a.name === 'console') - Number(b.name === 'console'));

/** The environment variable that names a service's address, for example ORDER_INTAKE_URL. */
export function urlVariable(name: ServiceName): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** The Postgres role of a service. */
export function roleName(name: ServiceName): string {
  return name.replaceAll('-', '_');
}
