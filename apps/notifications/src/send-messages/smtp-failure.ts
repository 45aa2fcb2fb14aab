/** Why a mail was not taken: `permanent` blames the mail and is not tried again. */
export interface SmtpFailure {
  permanent: boolean;
  /** A code without the server's words: those quote addresses. */
  reason: string;
}

/** Codes of errors that are about this mail; all others are about the connection, the account or the network. */
const aboutTheMail = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * Reads an error of the SMTP client. Permanent is a 5xx answer to this mail's envelope or data, or an envelope that the
 * client itself refuses; a 4xx, a refused login, a closed or silent connection may pass.
 */
export const smtpFailure = (error: unknown): SmtpFailure => {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const known = typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code.toLowerCase() : 'error';
  const answer = typeof responseCode === 'number' ? responseCode : undefined;
  return {
    permanent: aboutTheMail.has(String(code)) && (answer === undefined || answer >= 500),
    reason: `smtp_${answer ?? known}`,
  };
};

/** Attempts before a mail is given up. */
export const maxAttempts = 8;

/** Seconds to wait after so many refusals: 10 s, three times longer each time, an hour at most; two hours in all. */
export const backOffSeconds = (attempts: number): number => Math.min(10 * 3 ** (attempts - 1), 3_600);
