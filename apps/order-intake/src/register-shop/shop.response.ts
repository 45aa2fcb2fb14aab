import { ApiProperty } from '@nestjs/swagger';

export class ShopResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() marketplace!: string;
  @ApiProperty() domain!: string;
  @ApiProperty({ format: 'uri', description: "Where the shop's webhooks are to be sent." })
  webhookUrl!: string;
  @ApiProperty({ type: [String], description: 'Which webhooks are of use.' }) topics!: string[];
  @ApiProperty({ description: 'The shop brought secrets of its own.' }) hasSecrets!: boolean;
  @ApiProperty({ format: 'date-time' }) registeredAt!: string;
}

export class ShopListResponse {
  @ApiProperty({ type: [ShopResponse] }) data!: ShopResponse[];
}
