/** The services and the port each has on a developer's machine. */
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
