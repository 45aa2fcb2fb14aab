import { join } from 'node:path';
import { nextFreePort } from '../stack/ports.ts';
import { repositoryRoot } from '../stack/repository.ts';
import type { Supervisor } from './supervisor.ts';

/** A mail server that keeps every mail and shows it, for development. */
export interface MailCatcher {
  readonly smtpUrl: string;
  /** Page that shows the mails. */
  readonly url: string;
}

const program = join(repositoryRoot, 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js');

/** Starts maildev on SMTP port 1025 and web port 1080, or the next free ones. */
export async function startMailCatcher(supervisor: Supervisor): Promise<MailCatcher> {
  const smtp = await nextFreePort(1025);
  const web = await nextFreePort(1080);
  supervisor.start({
    name: 'mail-catcher',
    command: process.execPath,
    args: [
      program,
      '--smtp',
      String(smtp),
      '--web',
      String(web),
      '--ip',
      '127.0.0.1',
      '--web-ip',
      '127.0.0.1',
    ],
    env: { ...process.env, MAILDEV_MAX_EMAILS: '5000' },
  });
  return { smtpUrl: `smtp://127.0.0.1:${smtp}`, url: `http://localhost:${web}` };
}
