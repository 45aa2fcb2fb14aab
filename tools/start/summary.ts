export interface SummaryFacts {
  readonly url: string;
  readonly mailUrl: string;
  /** Undefined without a demo: there is then no merchant yet. */
  readonly apiKey: string | undefined;
  readonly clock: 'system' | 'replay';
  readonly logDir: string;
}

/** What `npm start` prints when everything runs. */
export function summary({ url, mailUrl, apiKey, clock, logDir }: SummaryFacts): string {
  const rows: [string, string][] = [
    ['Console', apiKey === undefined ? `${url}/` : `${url}/#key=${apiKey}`],
    ['API', `${url}/v1   (docs: ${url}/docs)`],
    ['Mails', mailUrl],
    ['Logs', `${logDir}/<service>.log`],
  ];
  if (apiKey !== undefined) rows.push(['API key', `${apiKey}`]);
  if (clock === 'replay')
    rows.push(['Clock', `replay: set it with PUT ${url}/v1/clock {"now": "2017-01-01T00:00:00Z"}`]);
  const tryNext =
    apiKey === undefined
      ? ['npm start -- --demo none --merchant "My shop"   makes a merchant and prints its API key']
      : [
          'Open the console, pick an open exception, follow it to its parcel.',
          `curl -H 'Authorization: Bearer ${apiKey}' '${url}/v1/exceptions?state=open&limit=5'`,
          `curl -H 'Authorization: Bearer ${apiKey}' '${url}/v1/parcels?limit=5'`,
        ];
  return [
    '',
    'Landfall is running.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(8)} ${value}`),
    '',
    'Try next:',
    ...tryNext.map((line) => `  ${line}`),
    '',
    'Ctrl-C stops everything; the data stays.',
  ].join('\n');
}
