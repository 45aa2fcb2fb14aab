import { v7 } from 'uuid';

/** UUIDv7s of an order and its buyer: new rows stand at the end of the indexes. */
export const newOrderIds = (): { orderId: string; buyerId: string } => ({ orderId: v7(), buyerId: v7() });
