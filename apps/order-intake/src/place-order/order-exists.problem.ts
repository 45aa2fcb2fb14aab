import { ExistsProblem } from '../requests/merchant-requests.ts';

/** 409 `order_exists`: the marketplace's number belongs to an order that is named in the problem. */
export const orderExists = (orderId: string): ExistsProblem =>
  new ExistsProblem('order_exists', `This externalId of this marketplace is order ${orderId}.`, { orderId });
