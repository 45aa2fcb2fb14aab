import { localTime } from '../geography/calendar.ts';
import { places, type Country } from '../geography/places.ts';
import { rfc3339, type Instant } from '../wire/instants.ts';
import { subStatusOf } from './aggregator-codes.ts';
import type { Telling } from './telling.ts';

/**
 * The push of an aggregator (17TRACK v2.4) at `at`: all that its carrier ever told of a number, newest first. A carrier
 * that writes local times gives them without a zone, wherever the scan was.
 */
export function pushOf(tellings: readonly Telling[], at: Instant): object {
  const known = tellings.filter((telling) => telling.sentAt <= at);
  const [first] = known;
  if (!first) throw new Error('a push tells something');
  const { sender, number } = first;
  const events = known
    .toSorted((a, b) => saidAt(b) - saidAt(a))
    .map((telling) => {
      const { country } = telling.happening;
      const place = Object.keys(places).find((known) => known === country) as Country | undefined;
      return {
        ...timesOf(telling, place),
        description: telling.milestone.replaceAll('_', ' '),
        location: place ? places[place].city : null,
        stage: null,
        sub_status: subStatusOf[telling.milestone] ?? 'InTransit_Other',
        address: { country, state: null, city: place ? places[place].city : null },
      };
    });
  const newest = events[0]?.sub_status ?? 'InTransit_Other';
  return {
    event: 'TRACKING_UPDATED',
    data: {
      number,
      carrier: sender.aggregatorKey,
      track_info: {
        latest_status: { status: newest.split('_')[0], sub_status: newest },
        latest_event: events[0],
        tracking: {
          providers: [{ provider: { key: sender.aggregatorKey, name: sender.name }, events }],
        },
      },
    },
  };
}

const saidAt = ({ happening }: Telling): Instant => happening.saidAt ?? happening.at;

function timesOf(telling: Telling, place: Country | undefined): object {
  const at = saidAt(telling);
  if (telling.sender.withoutZone !== true || place === undefined)
    return { time_iso: rfc3339(at), time_utc: rfc3339(at) };
  const { date, time } = localTime(place, at);
  return { time_iso: null, time_utc: null, time_raw: { date, time, timezone: null } };
}
