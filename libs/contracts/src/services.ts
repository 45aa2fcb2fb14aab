/** The services, each with the port that it prefers on a developer's machine; the console is also the gateway. */
export const servicePorts = {
  console: 8080,
  'order-intake': 8081,
  'carrier-tracking': 8082,
  'exception-detection': 8083,
  notifications: 8084,
  analytics: 8085,
  'capacity-pool': 8086,
} as const;

export type ServiceName = keyof typeof servicePorts;

export const services = Object.keys(servicePorts) as ServiceName[];
