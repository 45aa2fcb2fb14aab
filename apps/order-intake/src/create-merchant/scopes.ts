/** Everything that a merchant's API key may be allowed. */
export const allScopes = [
  'orders:read',
  'orders:write',
  'parcels:read',
  'parcels:write',
  'tracking:read',
  'tracking:write',
  'exceptions:read',
  'exceptions:write',
  'notifications:read',
  'notifications:write',
  'pool:read',
  'pool:write',
  'analytics:read',
  'analytics:write',
] as const;
