import { runService } from '@landfall/service-kit';
import { orderIntake } from './order-intake.service.ts';

await runService(orderIntake);
