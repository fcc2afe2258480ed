import { aboutRecording, finish } from './lives.ts';
import type { Query } from './query.ts';
import { done, given, notFound, said, type Asked, type Reply } from './reply.ts';
import { later, type Channel, type Core, type Recording } from './state.ts';
import { playbackView, recordingView } from './view.ts';

/** What is played to channels, and what is recorded of them and of bridges. */
export function play(core: Core, channel: Channel, { path, query }: Asked): Reply {
  const media = query.get('media') ?? '';
  if (media === '') return said(400, 'Media is required');
  const id = path[3] ?? core.newUuid();
  const stop = later(core, channel, core.soundMs(media), () => {
    channel.playing.delete(id);
    core.fire('PlaybackFinished', { playback: playbackView(id, media, channel, 'done') }, { channels: [channel] });
  });
  channel.playing.set(id, { media, stop });
  core.fire('PlaybackStarted', { playback: playbackView(id, media, channel, 'playing') }, { channels: [channel] });
  return { status: 201, body: playbackView(id, media, channel, 'queued') };
}

export function record(core: Core, query: Query, what: Pick<Recording, 'bridge' | 'channel'>): Reply {
  const name = query.get('name') ?? '';
  if (name === '') return said(400, 'Missing required parameter name');
  const recording: Recording = { name, format: query.get('format') ?? 'wav', ...what };
  core.recordings.set(name, recording);
  core.fire('RecordingStarted', { recording: recordingView(recording, 'recording') }, aboutRecording(recording));
  core.witness();
  return { status: 201, body: recordingView(recording, 'queued') };
}

export function onRecordings(core: Core, { method, path }: Asked): Reply {
  const [, kind, name = '', what] = path;
  const recording = core.recordings.get(name);
  if (kind !== 'live' || recording === undefined) return said(404, 'Recording not found');
  if (method === 'GET') return given(recordingView(recording, 'recording'));
  if (method !== 'POST' || what !== 'stop') return notFound;
  finish(core, recording);
  return done;
}

export function onPlaybacks(core: Core, { method, path }: Asked): Reply {
  const id = path[1] ?? '';
  const channel = [...core.channels.values()].find(({ playing }) => playing.has(id));
  const playing = channel?.playing.get(id);
  if (channel === undefined || playing === undefined) return said(404, 'Playback not found');
  const view = (state: string) => playbackView(id, playing.media, channel, state);
  if (method === 'GET') return given(view('playing'));
  if (method !== 'DELETE') return notFound;
  playing.stop();
  channel.playing.delete(id);
  core.fire('PlaybackFinished', { playback: view('done') }, { channels: [channel] });
  return done;
}
