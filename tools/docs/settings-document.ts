import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { carrierTrackingSettings } from '../../apps/carrier-tracking/src/carrier-tracking.settings.ts';
import { gatewaySettings } from '../../apps/console/src/gateway/gateway.settings.ts';
import { notificationsSettings } from '../../apps/notifications/src/notifications.settings.ts';
import { orderIntakeSettings } from '../../apps/order-intake/src/order-intake.settings.ts';
import { baseSettings } from '../../libs/service-kit/src/config/base-config.ts';
import type { Settings } from '../../libs/service-kit/src/config/define-config.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { services } from '../stack/services.ts';
import type { GeneratedDocument } from './generated-document.ts';
import { markdownTable } from './markdown-table.ts';

/** A group of settings, and the file whose comments say what they are for. */
interface SettingsFile {
  readonly title: string;
  readonly path: string;
  /** One where all who read them have the same defaults, else of each of them. */
  readonly settings: readonly Settings[];
}

const files: readonly SettingsFile[] = [
  {
    title: 'Every service',
    path: 'libs/service-kit/src/config/base-config.ts',
    settings: services.map(({ name }) => baseSettings(name)),
  },
  {
    title: 'carrier-tracking',
    path: 'apps/carrier-tracking/src/carrier-tracking.settings.ts',
    settings: [carrierTrackingSettings],
  },
  {
    title: 'console',
    path: 'apps/console/src/gateway/gateway.settings.ts',
    settings: [gatewaySettings],
  },
  {
    title: 'notifications',
    path: 'apps/notifications/src/notifications.settings.ts',
    settings: [notificationsSettings],
  },
  {
    title: 'order-intake',
    path: 'apps/order-intake/src/order-intake.settings.ts',
    settings: [orderIntakeSettings],
  },
];

/** `docs/settings.md`: every environment variable, from the settings themselves and their comments. */
export function settingsDocument(generated: string): GeneratedDocument {
  const sections = files.map(({ title, path, settings }) => {
    const comments = commentsIn(path);
    const names = Object.keys(settings[0] ?? {});
    const rows = names.map((name) => [`\`${name}\``, defaultOf(name, settings), comments.get(name) ?? '']);
    return `## ${title}\n\n${markdownTable(['variable', 'without it', ''], rows)}`;
  });
  return {
    path: 'docs/settings.md',
    text: [
      `<!-- ${generated} -->`,
      '# Settings',
      'Services are configured by environment variables alone. All of them are checked at start, and every fault is named at once. `npm start` sets what is needed on its machine; `NODE_ENV=production` refuses defaults of development.',
      ...sections,
      '',
    ].join('\n\n'),
  };
}

function defaultOf(name: string, settings: readonly Settings[]): string {
  const [setting] = settings.flatMap((one) => one[name] ?? []);
  if (!setting) throw new Error(`unreachable: no service has ${name}`);
  if (!setting.fallback) return 'is missing';
  const values = new Set(settings.map((one) => textOf(one[name]?.fallback?.value)));
  if (setting.secret && setting.fallback.value !== undefined && !isEmpty(setting.fallback.value))
    return 'one for development; production needs it';
  const value = values.size > 1 ? 'each service its own' : [...values].join('');
  return setting.requiredInProduction ? `${value}; production needs it` : value;
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const textOf = (value: unknown): string => {
  if (value === undefined || value === '' || isEmpty(value)) return 'none';
  return `\`${Array.isArray(value) ? value.join(',') : String(value)}\``;
};

/** The doc comments of the members of the objects in a file, in one line each, by their names. */
function commentsIn(path: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const comments = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) {
      const told = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(node).at(-1)?.comment);
      if (told !== undefined) comments.set(node.name.getText(source), told.replaceAll(/\s+/g, ' ').trim());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return comments;
}
