import { ProblemError, parseBody, tooLarge, validationFailed } from '@landfall/service-kit';
import { acceptOrder, type AcceptedOrder } from '../place-order/accept-order.ts';
import { newOrderIds } from '../place-order/new-order-ids.ts';
import { PlaceOrderRequest } from '../place-order/place-order.request.ts';
import { onlyFields } from '../requests/only-fields.ts';

/** Orders that one request may bring. */
export const batchLimit = 500;

/**
 * The items of a batch body `{orders: [...]}`, not looked into yet.
 * Throws ProblemError 400 `validation_failed`, and 413 beyond 500 orders.
 */
export const itemsOf = (body: unknown): unknown[] => {
  const { orders } = onlyFields(body, ['orders']);
  if (!Array.isArray(orders))
    throw validationFailed([{ pointer: '/orders', detail: 'must be a list (a JSON array)' }]);
  if (orders.length === 0)
    throw validationFailed([{ pointer: '/orders', detail: 'must have 1 item or more' }]);
  if (orders.length > batchLimit) throw tooLarge(`A batch has ${batchLimit} orders at most.`);
  return orders;
};

/** One order of a batch, or why it is none. Its pointers are those of the whole body. */
export const readItem = (item: unknown, index: number): AcceptedOrder | ProblemError => {
  const pointer = `/orders/${index}`;
  try {
    return acceptOrder(parseBody(PlaceOrderRequest, item, { pointer }), newOrderIds(), pointer);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
};
