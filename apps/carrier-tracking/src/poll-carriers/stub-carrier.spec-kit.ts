import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A call that the carrier has got. */
export interface StubCall {
  readonly path: string;
  readonly numbers: readonly string[];
  readonly token: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What the carrier does instead of answering a call as he should. */
export type Misdeed = (call: StubCall, response: ServerResponse) => void;

const secret = 'a key of tests';
const hourMs = 3_600_000;
/** A registration does not look back for ever. */
const began = Date.now() - 48 * hourMs;
const event = (code: string, hour: number) => ({
  time_iso: new Date(began + hour * hourMs).toISOString(),
  sub_status: code,
  description: 'as told to Jane Roe',
  address: { country: 'CN', city: null },
});

/** A carrier's server that registers numbers and tells of them as 17TRACK does, or does what it is told to do instead. */
export class StubCarrier {
  readonly calls: StubCall[] = [];
  readonly token = secret;
  private readonly codes = new Map<string, string[]>();
  private readonly registered = new Set<string>();
  private readonly misdeeds: Misdeed[] = [];
  private always: Misdeed | undefined;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  private readonly folder = mkdtempSync(join(tmpdir(), 'landfall-polls-'));

  /** Listens, and writes the file of a carrier who is polled there. */
  async start(name: string, limits: string): Promise<{ folder: string }> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    writeFileSync(join(this.folder, `${name}.yaml`), fileOf(url, limits));
    return { folder: this.folder };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true });
  }

  /** What he tells of a number from now on: scans by their codes, one an hour. */
  tells(number: string, ...codes: string[]): void {
    this.codes.set(number, codes);
  }

  /** What he does at the next calls that ask for numbers. */
  does(...misdeeds: Misdeed[]): void {
    this.misdeeds.push(...misdeeds);
  }

  /** What he does at all calls that ask for numbers from now on; undefined: as he should. */
  alwaysDoes(misdeed: Misdeed | undefined): void {
    this.always = misdeed;
  }

  /** The calls that asked about a number. */
  asked(number: string): StubCall[] {
    return this.calls.filter(({ path, numbers }) => path === '/ask' && numbers.includes(number));
  }

  /** What he tells of a number, as an item of his list. */
  itemOf(number: string): object {
    const events = (this.codes.get(number) ?? []).map((code, index) => event(code, index)).reverse();
    return {
      number,
      carrier: 7,
      track_info: { latest_status: {}, checked: this.calls.length, tracking: { providers: [{ events }] } },
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as { number: string }[];
    const call: StubCall = {
      path: request.url ?? '',
      numbers: asked.map(({ number }) => number),
      token: String(request.headers['17token']),
      at: Date.now(),
    };
    this.calls.push(call);
    const misdeed = call.path === '/ask' ? (this.misdeeds.shift() ?? this.always) : undefined;
    if (misdeed) return misdeed(call, response);
    sendJson(response, call.path === '/register' ? this.register(call) : this.tell(call));
  }

  private register({ numbers }: StubCall): object {
    for (const number of numbers) this.registered.add(number);
    return { code: 0, data: { accepted: numbers.map((number) => ({ number, carrier: 7 })), rejected: [] } };
  }

  private tell({ numbers }: StubCall): object {
    const rejected = numbers
      .filter((number) => !this.registered.has(number))
      .map((number) => ({ number, error: { code: -18019902 } }));
    const accepted = numbers.filter((number) => this.registered.has(number));
    return { code: 0, data: { accepted: accepted.map((number) => this.itemOf(number)), rejected } };
  }
}

export const sendJson = (response: ServerResponse, body: unknown, status = 200, headers = {}): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));

const stepOf = (url: string, more: string): string => `
  method: POST
  url: ${url}
  headers: { 17token: { setting: CARRIER_STUB_API_KEY } }
  batch: 3
  body: { each: { number: '{number}', carrier: '{code}' } }${more}
  answer:
    ok: { at: /code, is: [0] }
    items: /data/accepted/*
    number: /number
    code: /carrier
    rejected: { items: /data/rejected/*, number: /number, code: /error/code, unregistered: [-18019902], registered: [-18019901] }`;

const fileOf = (url: string, limits: string): string => `
sender: 17track
numbers: { carriers: { stub-post: 7 } }
limits: ${limits}
register:${stepOf(`${url}/register`, '\n  askAfter: 0s')}
ask:${stepOf(`${url}/ask`, '')}
    payload: { event: TRACKING_UPDATED, data: '{item}' }
    ignored: [/track_info/checked]
every: { out_for_delivery: 0.2s, otherwise: 1h }
afterEnd: { every: 1h, for: 2h }
silence: { doublesEvery: 3d, atMost: 1d, giveUpAfter: 90d }
`;
