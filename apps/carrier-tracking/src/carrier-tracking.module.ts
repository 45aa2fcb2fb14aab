import { Module } from '@nestjs/common';
import { CaptureEpcisController } from './capture-epcis/capture-epcis.controller.ts';
import { CaptureEpcisHandler } from './capture-epcis/capture-epcis.handler.ts';
import { CarriersModule } from './carriers/carriers.module.ts';
import { AddUnits } from './create-unit/add-units.ts';
import { CreateUnitController } from './create-unit/create-unit.controller.ts';
import { CreateUnitHandler } from './create-unit/create-unit.handler.ts';
import { TellMembers } from './fan-out-units/tell-members.ts';
import { UnitFanOutSource } from './fan-out-units/unit-fan-out.source.ts';
import { UnitWalk } from './fan-out-units/unit-walk.ts';
import { FillUnitController } from './fill-unit/fill-unit.controller.ts';
import { FillUnitHandler } from './fill-unit/fill-unit.handler.ts';
import { PutParcels } from './fill-unit/put-parcels.ts';
import { PutUnits } from './fill-unit/put-units.ts';
import { FollowParcelsConsumer } from './follow-parcels/follow-parcels.consumer.ts';
import { FollowParcelsHandler } from './follow-parcels/follow-parcels.handler.ts';
import { ForgetScansHandler } from './forget-scans/forget-scans.handler.ts';
import { ScanRetention } from './forget-scans/scan-retention.ts';
import { CommittedScans } from './ingest-payloads/committed-scans.ts';
import { IngestPayloadsConsumer } from './ingest-payloads/ingest-payloads.consumer.ts';
import { IngestPayloadsHandler } from './ingest-payloads/ingest-payloads.handler.ts';
import { MapCodeController } from './map-code/map-code.controller.ts';
import { MapCodeHandler } from './map-code/map-code.handler.ts';
import { PayloadsModule } from './payloads/payloads.module.ts';
import { StoresModule } from './persistence/stores.module.ts';
import { PollCarriersModule } from './poll-carriers/poll-carriers.module.ts';
import { ReadCodeMappingsController } from './read-code-mappings/read-code-mappings.controller.ts';
import { ReadPollsController } from './read-polls/read-polls.controller.ts';
import { ReadUnitController } from './read-unit/read-unit.controller.ts';
import { ReadUnmappedCodesController } from './read-unmapped-codes/read-unmapped-codes.controller.ts';
import { ReceiveCarrierPayloadController } from './receive-carrier-payload/receive-carrier-payload.controller.ts';
import { ReceiveCarrierPayloadHandler } from './receive-carrier-payload/receive-carrier-payload.handler.ts';
import { receiveSignedPushControllers } from './receive-signed-push/receive-signed-push.controller.ts';
import { ReceiveSignedPushHandler } from './receive-signed-push/receive-signed-push.handler.ts';
import { ClaimNumbers } from './register-numbers/claim-numbers.ts';
import { RegisterNumbersConsumer } from './register-numbers/register-numbers.consumer.ts';
import { RegisterNumbersHandler } from './register-numbers/register-numbers.handler.ts';
import { RemapScans } from './remap-scans/remap-scans.ts';
import { RemappingSource } from './remap-scans/remapping.source.ts';
import { OncePerKey } from './requests/once-per-key.ts';
import { ReadingSuggestions } from './suggest-readings/reading-suggestions.ts';
import { HandOverTeller } from './tell-hand-overs/hand-over-teller.ts';
import { Corrections } from './tell-scans/corrections.ts';
import { ScanTeller } from './tell-scans/scan-teller.ts';
import { DirectlyTold } from './units/directly-told.ts';
import { UnmapCodeController } from './unmap-code/unmap-code.controller.ts';
import { UnmapCodeHandler } from './unmap-code/unmap-code.handler.ts';
import { LoadRowsHandler } from './upload-manifest/load-rows.handler.ts';
import { UploadManifestController } from './upload-manifest/upload-manifest.controller.ts';
import { UploadManifestHandler } from './upload-manifest/upload-manifest.handler.ts';
import { UploadTrackingEventsController } from './upload-tracking-events/upload-tracking-events.controller.ts';
import { UploadTrackingEventsHandler } from './upload-tracking-events/upload-tracking-events.handler.ts';

@Module({
  imports: [PayloadsModule, StoresModule, CarriersModule, PollCarriersModule],
  controllers: [
    ...receiveSignedPushControllers,
    ReceiveCarrierPayloadController,
    UploadTrackingEventsController,
    CaptureEpcisController,
    CreateUnitController,
    UploadManifestController,
    FillUnitController,
    ReadUnitController,
    ReadPollsController,
    ReadUnmappedCodesController,
    ReadCodeMappingsController,
    MapCodeController,
    UnmapCodeController,
    IngestPayloadsConsumer,
    RegisterNumbersConsumer,
    FollowParcelsConsumer,
  ],
  providers: [
    ReceiveSignedPushHandler,
    ReceiveCarrierPayloadHandler,
    UploadTrackingEventsHandler,
    CaptureEpcisHandler,
    OncePerKey,
    IngestPayloadsHandler,
    CommittedScans,
    RegisterNumbersHandler,
    ClaimNumbers,
    FollowParcelsHandler,
    CreateUnitHandler,
    AddUnits,
    DirectlyTold,
    FillUnitHandler,
    UploadManifestHandler,
    LoadRowsHandler,
    PutParcels,
    PutUnits,
    UnitFanOutSource,
    UnitWalk,
    TellMembers,
    ScanTeller,
    HandOverTeller,
    Corrections,
    RemapScans,
    RemappingSource,
    ReadingSuggestions,
    MapCodeHandler,
    UnmapCodeHandler,
    ForgetScansHandler,
    ScanRetention,
  ],
})
export class CarrierTrackingModule {}
