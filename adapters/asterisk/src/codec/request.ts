/** A request to ARI, below its address. */
export interface AriRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Asking twice would do it twice. */
  readonly once?: true;
}

const id = encodeURIComponent;
const channel = (name: string): string => `/channels/${id(name)}`;
const bridge = (name: string): string => `/bridges/${id(name)}`;

/** ARI's own operations, each as a request. */
export const requests = {
  info: (): AriRequest => ({ method: 'GET', path: '/asterisk/info', query: { only: 'status' } }),
  modules: (): AriRequest => ({ method: 'GET', path: '/asterisk/modules' }),
  channels: (): AriRequest => ({ method: 'GET', path: '/channels' }),
  bridges: (): AriRequest => ({ method: 'GET', path: '/bridges' }),
  hear: (application: string, types: readonly string[]): AriRequest => ({
    method: 'PUT',
    path: `/applications/${id(application)}/eventFilter`,
    body: { allowed: types.map((type) => ({ type })) },
  }),
  /** Comes back as an event, where events come at all. */
  echo: (application: string, name: string): AriRequest => ({
    method: 'POST',
    path: `/events/user/${id(name)}`,
    query: { application },
  }),
  originate: (name: string, to: { endpoint: string; app: string; timeoutS: number; callerId: string }): AriRequest => ({
    method: 'POST',
    path: channel(name),
    query: { endpoint: to.endpoint, app: to.app, timeout: to.timeoutS, callerId: to.callerId },
    // Whoever the leg is bridged with is not shown its name: a customer would see the supervisor's (connected line).
    body: { variables: { 'CALLERID(pres)': 'prohib' } },
  }),
  ring: (name: string): AriRequest => ({ method: 'POST', path: `${channel(name)}/ring` }),
  answer: (name: string): AriRequest => ({ method: 'POST', path: `${channel(name)}/answer` }),
  hangUp: (name: string, q850: number): AriRequest => ({
    method: 'DELETE',
    path: channel(name),
    query: { reason_code: q850 },
  }),
  mute: (name: string, on: boolean): AriRequest => ({
    method: on ? 'POST' : 'DELETE',
    path: `${channel(name)}/mute`,
    query: { direction: 'in' },
  }),
  music: (name: string, mohClass: string): AriRequest => ({
    method: 'POST',
    path: `${channel(name)}/moh`,
    query: { mohClass },
  }),
  noMusic: (name: string): AriRequest => ({ method: 'DELETE', path: `${channel(name)}/moh` }),
  silence: (name: string): AriRequest => ({ method: 'POST', path: `${channel(name)}/silence` }),
  noSilence: (name: string): AriRequest => ({ method: 'DELETE', path: `${channel(name)}/silence` }),
  digits: (name: string, dtmf: string): AriRequest => ({
    method: 'POST',
    path: `${channel(name)}/dtmf`,
    query: { dtmf },
    once: true,
  }),
  play: (name: string, playbackId: string, media: string): AriRequest => ({
    method: 'POST',
    path: `${channel(name)}/play/${id(playbackId)}`,
    query: { media },
  }),
  snoop: (name: string, snoopId: string, app: string, whisper: 'none' | 'out' | 'both'): AriRequest => ({
    method: 'POST',
    path: `${channel(name)}/snoop/${id(snoopId)}`,
    query: { spy: 'both', whisper, app },
  }),
  note: (name: string, variable: string, value: string): AriRequest => ({
    method: 'POST',
    path: `${channel(name)}/variable`,
    query: { variable, value },
  }),
  noted: (name: string, variable: string): AriRequest => ({
    method: 'GET',
    path: `${channel(name)}/variable`,
    query: { variable },
  }),
  // With these types Asterisk does not hand the audio over to the phones themselves, which would end DTMF events and snooping.
  openBridge: (name: string): AriRequest => ({
    method: 'POST',
    path: bridge(name),
    query: { type: 'mixing,dtmf_events' },
  }),
  closeBridge: (name: string): AriRequest => ({ method: 'DELETE', path: bridge(name) }),
  enter: (name: string, member: string): AriRequest => ({
    method: 'POST',
    path: `${bridge(name)}/addChannel`,
    query: { channel: member, inhibitConnectedLineUpdates: 'true' },
  }),
  leave: (name: string, member: string): AriRequest => ({
    method: 'POST',
    path: `${bridge(name)}/removeChannel`,
    query: { channel: member },
  }),
  record: (name: string, recording: string): AriRequest => ({
    method: 'POST',
    path: `${bridge(name)}/record`,
    query: { name: recording, format: 'wav', ifExists: 'overwrite' },
  }),
  stopRecording: (recording: string): AriRequest => ({
    method: 'POST',
    path: `/recordings/live/${id(recording)}/stop`,
  }),
} as const;
