/** The surroundings failed (broker, database, another service): the work itself is not to blame and is tried again. */
export class SurroundingsError extends Error {
  override readonly name = 'SurroundingsError';
}

/** SQLSTATE of a Postgres error, also from inside TypeORM's wrapper. */
export const sqlState = (error: unknown): string | undefined => {
  const outer = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = outer?.driverError?.code ?? outer?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

const deadlocked = new Set(['40P01', '40001']);

/** A prepared statement returns other columns than when it was planned: a migration came in between. */
export const isStalePlan = (error: unknown): boolean =>
  sqlState(error) === '0A000' && /cached plan must not change result type/.test(String(error));

/** Deadlock, serialisation failure or stale plan: the same transaction may succeed when run again. */
export const isTransient = (error: unknown): boolean =>
  deadlocked.has(sqlState(error) ?? '') || isStalePlan(error);

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const driverWords =
  /connection terminated|connection ended|not connected|timeout exceeded|client has encountered/i;

/**
 * Whether the error is a fault of the record itself: bad data (SQLSTATE class 22, 23), a row of another merchant
 * (42501, row-level security), or a throw of our own code. Everything else is the surroundings' fault.
 */
export const isRecordFault = (error: unknown): boolean => {
  if (error instanceof SurroundingsError) return false;
  const state = sqlState(error);
  if (state) return state.startsWith('22') || state.startsWith('23') || state === '42501';
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (code && connectionCodes.has(code)) return false;
  if (
    name?.startsWith('KafkaJS') ||
    name === 'QueryFailedError' ||
    name === 'QueryRunnerAlreadyReleasedError'
  )
    return false;
  return !driverWords.test(message ?? '');
};
