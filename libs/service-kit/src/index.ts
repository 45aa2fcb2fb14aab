export type { Caller, MerchantCaller, ServiceCaller } from './auth/caller.ts';
export { callerOf, RequireMerchant, RequireService, Scopes } from './auth/guards.ts';
export { InternalTokens } from './auth/internal-tokens.ts';
export { Merchant } from './auth/merchant.decorator.ts';
export { Clock, ReplayClock, SystemClock } from './clock/clock.ts';
export {
  baseSettings,
  CONFIG,
  serviceUrls,
  type BaseConfig,
  type BaseSettings,
} from './config/base-config.ts';
export {
  ConfigError,
  defineConfig,
  type ConfigDefinition,
  type ConfigOf,
  type Settings,
} from './config/define-config.ts';
export {
  choice,
  integer,
  list,
  secret,
  secrets,
  text,
  url,
  type Setting,
  type SettingOptions,
} from './config/settings.ts';
export { createServiceApp, type ServiceAppOptions } from './create-service-app.ts';
export { Gauges, type Gauge } from './health/gauges.ts';
export { HealthChecks, type HealthCheck } from './health/health-checks.ts';
export { HealthController } from './health/health.controller.ts';
export { InternalClient, type InternalAnswer, type InternalRequest } from './http/internal-client.ts';
export { bodyHash } from './idempotency/body-hash.ts';
export {
  ApiIdempotencyKey,
  IdempotencyKey,
  idempotencyKeyOf,
} from './idempotency/idempotency-key.decorator.ts';
export {
  IdempotentRequests,
  sendAnswer,
  type Answer,
  type IdempotentRequest,
  type KeptAnswer,
} from './idempotency/idempotent-requests.ts';
export { idempotencyTableSql, keepAnswersAsGivenSql, keepAnswersTakenApartSql } from './idempotency/table.ts';
export { buildOpenApi, serveOpenApi, type OpenApiInfo } from './openapi/build-open-api.ts';
export { FieldErrorDto, ProblemDto } from './openapi/problem.dto.ts';
export { decodeCursor, encodeCursor } from './pagination/cursor.ts';
export { pageOf, PageQuery, type Page } from './pagination/page.ts';
export { ProblemError, type FieldError, type ProblemOptions } from './problems/problem-error.ts';
export { ProblemFilter } from './problems/problem.filter.ts';
export {
  badRequest,
  conflict,
  forbidden,
  notFound,
  tooLarge,
  tooManyRequests,
  unauthorized,
  unavailable,
  unprocessable,
  validationFailed,
} from './problems/problems.ts';
export { problemOf, toProblem, type Problem } from './problems/to-problem.ts';
export { BodyLimit, mebibyte } from './requests/body-limit.ts';
export { countRequests } from './requests/count-requests.ts';
export { OpenRequests } from './requests/open-requests.ts';
export { jsonOf } from './requests/json-of.ts';
export { handOverRawBodies, RawBody, rawBodyOf } from './requests/raw-body.ts';
export { traceRequests } from './requests/trace-requests.ts';
export { DrainProbes, type DrainProbe } from './settle/drain-probes.ts';
export type { SettleStatus } from './settle/settle-status.ts';
export { checkInstant } from './validation/checks/instant.ts';
export type { Check, TextLimits } from './validation/checks/texts.ts';
export type { FieldOptions } from './validation/field.ts';
export {
  Bool,
  Country,
  Currency,
  Decimal,
  Email,
  Instant,
  Integer,
  ListOf,
  Money,
  MoneyField,
  Nested,
  Num,
  OneOf,
  Text,
  TextList,
  Uuid,
} from './validation/fields.ts';
export { IdParam } from './validation/id-param.decorator.ts';
export { parseBody, type ParseOptions } from './validation/parse-body.ts';
export { RequestValidationPipe } from './validation/request-validation.pipe.ts';
export { createService, loadConfig, runService } from './serve.ts';
export {
  defineService,
  type ServiceCommand,
  type ServiceConfig,
  type ServiceDefinition,
} from './service/define-service.ts';
export { LOGGER } from './service-kit.module.ts';
