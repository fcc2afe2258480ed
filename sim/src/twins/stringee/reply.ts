/** What is answered to a request. Every reply is JSON with `r`; what is not 0 is an error. The numbers are the twin's own: none are published. */
export interface Reply {
  readonly status: number;
  readonly body: ReplyBody;
}
export interface ReplyBody {
  readonly r: number;
  readonly message: string;
  readonly [field: string]: unknown;
}

const failures = {
  malformed: 1,
  notAuthenticated: 2,
  noSuchCall: 3,
  noSuchUser: 4,
  notNow: 5,
  refused: 6,
  outOfOrder: 7,
} as const;
export type Failure = keyof typeof failures;

export const done = (more: Readonly<Record<string, unknown>> = {}, message = 'Success'): Reply => ({
  status: 200,
  body: { r: 0, message, ...more },
});
export const failed = (why: Failure, message: string): Reply => ({
  status: why === 'outOfOrder' ? 503 : 200,
  body: { r: failures[why], message },
});
