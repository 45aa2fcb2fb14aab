/** Names of the metrics every service shows at /metrics: the Prometheus community's where it has one. */
export const metricNames = {
  residentMemory: 'process_resident_memory_bytes',
  cpuTime: 'process_cpu_seconds_total',
  eventLoopLag: 'nodejs_eventloop_lag_p99_seconds',
  openRequests: 'landfall_http_open_requests',
} as const;
