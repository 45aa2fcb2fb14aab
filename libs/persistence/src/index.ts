export { Database, poolSizes, type DatabaseOptions, type PoolName } from './database.ts';
export { isRecordFault, isTransient, sqlState, SurroundingsError } from './faults.ts';
export { migrate, type MigrationOptions } from './migrations/migrate.ts';
export { jsonArray, jsonArraySql } from './sql/json-array.ts';
export { messagingTablesSql, outboxShards } from './sql/messaging-tables.ts';
export { tenantPolicySql } from './sql/tenant-policy.ts';
export type { Transaction } from './transaction.ts';
export { UnitOfWork, type Scope } from './unit-of-work.ts';
