import { applyDecorators, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import type { CanActivate, CustomDecorator, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { forbidden, unauthorized } from '../problems/problems.ts';
import type { Caller } from './caller.ts';
import { InternalTokens } from './internal-tokens.ts';

const scopesKey = 'landfall:scopes';

const callers = new WeakMap<object, Caller>();

/** Who sent the request; undefined before a guard has run. */
export const callerOf = (request: object): Caller | undefined => callers.get(request);

const authenticate = async (tokens: InternalTokens, context: ExecutionContext): Promise<Caller> => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const [, token] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!token) throw unauthorized('Send an API key as a Bearer token.');
  const caller = await tokens.verify(token);
  if (!caller) {
    throw unauthorized(
      'The token is not valid any more, or never was.',
      'Bearer realm="landfall", error="invalid_token"',
    );
  }
  callers.set(request, caller);
  return caller;
};

/** Lets merchants in whose key has all scopes that @Scopes names. */
@Injectable()
export class RequireMerchant implements CanActivate {
  constructor(
    private readonly tokens: InternalTokens,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const caller = await authenticate(this.tokens, context);
    if (caller.merchantId === null) throw forbidden('This is for merchants only.');
    const needed =
      this.reflector.getAllAndOverride<string[] | undefined>(scopesKey, [
        context.getHandler(),
        context.getClass(),
      ]) ?? [];
    const missing = needed.filter((scope) => !caller.scopes.includes(scope));
    if (missing.length > 0)
      throw forbidden(`The API key lacks the scope ${missing.join(', ')}.`, 'missing_scope');
    return true;
  }
}

/** Lets our own services in. */
@Injectable()
export class RequireService implements CanActivate {
  constructor(private readonly tokens: InternalTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const caller = await authenticate(this.tokens, context);
    if (caller.merchantId !== null) throw forbidden('This is for services only.');
    return true;
  }
}

const NeededScopes = (scopes: string[]): CustomDecorator => SetMetadata(scopesKey, scopes);

/** Only for merchants whose key has these scopes; without any, for every merchant. */
export const Scopes = (...scopes: string[]): MethodDecorator & ClassDecorator =>
  applyDecorators(NeededScopes(scopes), UseGuards(RequireMerchant), ApiBearerAuth());
