import type { Draws } from '../../demo/random.ts';
import { places, type Country } from '../geography/places.ts';
import type { Route } from '../geography/routes.ts';
import { countryOf, stayLaw } from '../geography/stays.ts';
import { drawHealthy } from '../random/dwell-law.ts';
import { between, happens } from '../random/draws-of.ts';
import { hour, type Instant } from '../wire/instants.ts';
import type { Leg, Milestone, Stage } from '../wire/words.ts';
import type { Fate } from './fates.ts';
import type { Flight, Flights } from './flights.ts';
import type { Incident } from './incidents.ts';
import type { Happening, Stay } from './life.ts';
import { workedUntil } from './pace.ts';

/** What may be said of a happening beside its time, place and company. */
type Details = Partial<Omit<Happening, 'at' | 'milestone' | 'by'>>;

/** A parcel on its way: the clock goes on with every stay, and what happens is written down. */
export class Journey {
  readonly route: Route;
  readonly draws: Draws;
  readonly fate: Fate;
  readonly happenings: Happening[] = [];
  readonly stays: Stay[] = [];
  /** When the last stay ended, or what is later. */
  now: Instant;
  deliveredAt: Instant | null = null;
  lostAt: Instant | null = null;
  ended = false;
  /** The stage at which a stoppage or loss is planted. */
  readonly doomedStage: Stage | null;
  boarded: { flight: Flight; toldAt: Instant } | null = null;
  readonly #incidents: readonly Incident[];
  readonly #flights: Flights | null;

  constructor(
    route: Route,
    begins: Instant,
    fate: Fate,
    draws: Draws,
    incidents: readonly Incident[],
    doomedStage: Stage | null,
    flights: Flights | null,
  ) {
    this.route = route;
    this.now = begins;
    this.fate = fate;
    this.draws = draws;
    this.doomedStage = doomedStage;
    this.#incidents = incidents;
    this.#flights = flights;
  }

  /** Something happens now. */
  happen(milestone: Milestone, by: Leg, details: Details = {}): void {
    this.happenAt(this.now, milestone, by, details);
  }

  happenAt(at: Instant, milestone: Milestone, by: Leg, details: Details = {}): void {
    const country = details.country ?? countryOf(this.route, by);
    this.happenings.push({ ...details, at: Math.round(at), milestone, by, country });
  }

  /** Hours pass outside any stay. */
  pass(least: number, most: number): void {
    this.now += Math.round(between(this.draws, least, most) * hour);
  }

  /**
   * Stays on a stage until the law, or what is planted there, lets it go on; answers when it began and ended.
   * A planted stoppage lasts 1.25 to 2.5 times the healthy P99.9 and at least a day beyond it; a loss never ends.
   * @param extraHours what a trouble adds, in elapsed time
   */
  stay(stage: Stage, extraHours = 0): { from: Instant; to: Instant } | null {
    const from = this.now;
    const { law, p95, p999, shut } = stayLaw(this.route, stage, from);
    const doomed = this.doomedStage === stage;
    const healthy = drawHealthy(this.draws, law, p999);
    const stopped = doomed && this.fate === 'stopped';
    const hours = stopped ? Math.max(p999 * between(this.draws, 1.25, 2.5), p999 + 24) : healthy;
    const slowing = this.#incidents.filter((incident) => incident.slows(this.route, stage));
    const undisturbed = workedUntil(from, hours, shut);
    const worked = slowing.length === 0 ? undisturbed : workedUntil(from, hours, shut, slowing);
    const lost = doomed && !stopped;
    const to = worked + Math.round(extraHours * hour);
    this.stays.push({
      stage,
      from,
      to: lost ? null : to,
      p95At: workedUntil(from, p95, shut),
      p999At: workedUntil(from, p999, shut),
      stopped,
      slowedBy: worked > undisturbed ? (slowing.find((one) => one.to > from)?.index ?? null) : null,
    });
    if (lost) {
      this.lostAt = from;
      this.ended = true;
      return null;
    }
    this.now = to;
    return { from, to };
  }

  /**
   * Travels with all that its route sends off next, where the world has units; null where it does not, or where the
   * parcel has troubles of its own on the way.
   */
  board(): { from: Instant; to: Instant; flight: Flight } | null {
    const alone = ['carrier_delay', 'wrong_country', 'security_rejected'].includes(this.fate ?? '');
    if (this.#flights === null || alone || this.doomedStage === 'trunk_line') return null;
    const flight = this.#flights.boarding(this.route, this.now);
    const { departs, arrives: to, p95At, p999At, stoppedBy: slowedBy } = flight;
    const from = this.now;
    this.stays.push({ stage: 'trunk_line', from, to, p95At, p999At, stopped: false, slowedBy });
    const forgotten = happens(this.draws, 0.04);
    const toldAt = forgotten ? departs + between(this.draws, 4, 20) * hour : from + hour;
    this.boarded = { flight, toldAt: Math.round(toldAt) };
    this.now = to;
    return { from, to, flight };
  }

  /** The parcel is where it was until now, longer than its stay should have been: some trouble keeps it there. */
  extendStay(): void {
    const last = this.stays.pop();
    if (last) this.stays.push({ ...last, to: Math.max(last.to ?? 0, this.now) });
  }

  /** A trouble kept it on a stage since an instant: what looks like a stoppage there is none of its own. */
  linger(stage: Stage, from: Instant): void {
    const to = this.now;
    this.stays.push({ stage, from, to, p95At: from, p999At: from, stopped: false, slowedBy: null });
  }

  /** A facility of the company of a leg. */
  facility(by: Leg, country: Country = countryOf(this.route, by)): string {
    return `${places[country].city} ${this.route.companies[by].name}`;
  }
}
