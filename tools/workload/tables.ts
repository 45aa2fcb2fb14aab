/** The one table of business state; both sides keep it, beside the pipe's own tables. */
export const parcelStateTableSql = `
CREATE TABLE parcel_state (
  parcel_id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL,
  state text NOT NULL,
  last_milestone text NOT NULL,
  last_event_at timestamptz NOT NULL,
  dispatched_at timestamptz,
  out_for_delivery_at timestamptz,
  delivered_at timestamptz,
  version integer NOT NULL
);
`;
