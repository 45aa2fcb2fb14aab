import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { unauthorized } from '../problems/problems.ts';
import type { MerchantCaller } from './caller.ts';
import { callerOf } from './guards.ts';

/** The merchant that sent the request, of type MerchantCaller; 401 where no guard has let one in. */
export const Merchant = createParamDecorator((_: unknown, context: ExecutionContext): MerchantCaller => {
  const caller = callerOf(context.switchToHttp().getRequest<object>());
  if (!caller || caller.merchantId === null) throw unauthorized('Send an API key as a Bearer token.');
  return caller;
});
