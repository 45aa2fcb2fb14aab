import { Controller, HttpCode, Post, Req, type Type } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { mebibyte, RawBody, rawBodyOf } from '@landfall/service-kit';
import type { FastifyRequest } from 'fastify';
import { AcceptedPush } from './accepted-push.dto.ts';
import { ReceiveSignedPushHandler } from './receive-signed-push.handler.ts';
import { signedSenders, type SignedSender } from './signed-senders.ts';

const controllerOf = (signed: SignedSender): Type<unknown> => {
  const { sender, title, header, explained } = signed;

  @ApiTags('Carriers')
  @Controller(`v1/carriers/${sender}`)
  class ReceiveSignedPushController {
    constructor(private readonly handler: ReceiveSignedPushHandler) {}

    /** Answers only when the push is durable; what cannot be understood is kept and quarantined later. */
    @Post('webhooks')
    @HttpCode(202)
    @RawBody(mebibyte)
    @ApiOperation({ operationId: `receivePushOf_${sender}`, summary: `Takes the signed pushes of ${title}` })
    @ApiHeader({
      name: header,
      description: `${explained.slice(0, 1).toUpperCase()}${explained.slice(1)}.`,
      required: true,
    })
    @ApiBody({
      description: 'The push as its sender sends it.',
      schema: { type: 'object', additionalProperties: true },
    })
    @ApiResponse({ status: 202, description: 'The push is durable.', type: AcceptedPush })
    receive(@Req() request: FastifyRequest): Promise<AcceptedPush> {
      return this.handler.receive(signed, rawBodyOf(request), request.headers[header]);
    }
  }
  return ReceiveSignedPushController;
};

/** An edge for each sender who signs. */
export const receiveSignedPushControllers = signedSenders.map(controllerOf);
