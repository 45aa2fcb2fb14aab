import { unprocessable, type ProblemError } from '@landfall/service-kit';

/** 422 `reported_at_not_valid`: nobody can have said that then. Undefined where he can. */
export const reportedAtProblem = (reportedAt: Date, placedAt: Date, now: Date): ProblemError | undefined => {
  const fault =
    reportedAt > now
      ? 'must not lie in the future'
      : reportedAt < placedAt
        ? `must not lie before the order, which was placed at ${placedAt.toISOString()}`
        : undefined;
  return fault === undefined
    ? undefined
    : unprocessable('reported_at_not_valid', 'The consumer cannot have reported it then.', [
        { pointer: '/reportedAt', detail: fault },
      ]);
};
