export type { SendWebhook, WebhookAnswered, WebhookAsked } from './courier.ts';
export { openChoices, usualOpenFacts, type StringeeOpenFacts, type StringeeTwinOptions } from './options.ts';
export type { Reply } from './reply.ts';
export type { Hmac } from './token.ts';
export { createStringeeTwin, type StringeeAsked, type StringeeTwin, type TwinParty } from './twin.ts';
