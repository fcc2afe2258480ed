import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A secret to sign with. While one takes over from another both sign, so that the receiver can change at leisure. */
export interface Secret {
  /** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks has it. */
  readonly secret: string;
  /** Until when it signs; null: until it is replaced. */
  readonly expiresAt: number | null;
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers of a message (Standard Webhooks 1.0): its id stays the same however often it is sent. */
export const signed = (
  secrets: readonly Secret[],
  message: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> => {
  const time = new Date(message.at);
  const signing = secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > message.at);
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.at / 1_000)),
    'webhook-signature': signing
      .map(({ secret }) => new Webhook(secret).sign(message.id, time, message.body))
      .join(' '),
  };
};
