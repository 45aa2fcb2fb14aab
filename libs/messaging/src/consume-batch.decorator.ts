import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { TopicDefinition } from '@landfall/contracts';
import { throwError, type Observable } from 'rxjs';

/** Nest's own filter would turn an error into an answer; the batch protocol needs the error. */
@Catch()
class PassErrorsOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks the method that applies a topic's batches: `(events: ReceivedEvent<typeof topic>[], context: BatchContext)`
 * taken by `@Payload()` and `@Ctx()`. One method a topic and service.
 */
export const ConsumeBatch = (topic: TopicDefinition): MethodDecorator =>
  applyDecorators(EventPattern(topic.name) as MethodDecorator, UseFilters(new PassErrorsOn()));
