/** Every service, with the port it prefers; the console is also the gateway. */
export const services = [
  { name: 'order-intake', port: 8081 },
  { name: 'carrier-tracking', port: 8082 },
  { name: 'exception-detection', port: 8083 },
  { name: 'notifications', port: 8084 },
  { name: 'analytics', port: 8085 },
  { name: 'capacity-pool', port: 8086 },
  { name: 'console', port: 8080 },
] as const;

export type ServiceName = (typeof services)[number]['name'];

/** The environment variable that names a service's address, for example ORDER_INTAKE_URL. */
export function urlVariable(name: ServiceName): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_URL`;
}

/** The Postgres role of a service. */
export function roleName(name: ServiceName): string {
  return name.replaceAll('-', '_');
}
