import { messagingTablesSql, tenantPolicySql } from '@landfall/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * parcel.version counts what was told of the parcel; due_at is when its held message is due (injected clock).
 * message.try_at is from when a sender may take a message that is being sent (system clock): taking it puts try_at
 * ahead by the lease, a refusal by the back-off.
 */
export class CreateNotifications1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(messagingTablesSql);
    await runner.query(`
      CREATE TABLE parcel (
        merchant_id uuid NOT NULL,
        parcel_id uuid PRIMARY KEY,
        version int NOT NULL DEFAULT 0,
        due_at timestamptz,
        registration_version int,
        order_id uuid,
        external_order_id text,
        buyer_reference uuid,
        purpose text,
        destination_country text,
        registered_at timestamptz,
        promised_at timestamptz,
        tracking_version int,
        state text,
        dispatched_at timestamptz,
        out_for_delivery_at timestamptz,
        delivered_at timestamptz,
        estimate jsonb,
        UNIQUE (merchant_id, parcel_id)
      );
      CREATE INDEX parcel_due ON parcel (due_at) WHERE due_at IS NOT NULL;
      ${tenantPolicySql('parcel')}

      CREATE TABLE message (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        parcel_id uuid NOT NULL,
        node text NOT NULL CHECK (node IN ('dispatched', 'out_for_delivery', 'delivered')),
        channel text NOT NULL DEFAULT 'email',
        status text NOT NULL CHECK (status IN ('held', 'sending', 'sent', 'failed', 'suppressed')),
        reason text,
        locale text NOT NULL,
        due_at timestamptz,
        attempts int NOT NULL DEFAULT 0,
        try_at timestamptz,
        trace jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (parcel_id, node),
        FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel (merchant_id, parcel_id)
      );
      CREATE INDEX message_by_time ON message (merchant_id, created_at DESC, id DESC);
      CREATE INDEX message_to_send ON message (try_at) WHERE status = 'sending';
      ${tenantPolicySql('message')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE message, parcel');
  }
}
