import type { EffectOf } from '@legwork/core';
import { hangupCauseOf } from './causes.ts';
import { command, isUnsafe, originate, safe } from './codec/index.ts';
import { askSafely, type Desk } from './desk.ts';
import { forgetUntold } from './ending.ts';
import { keeping, setAll } from './keeping.ts';
import type { Leg } from './legs.ts';

// What is done to one leg, or to a whole call, and moves nobody.

/** Legs that Legwork answers for outlive whom they talk with, and do not wait for ever for a Legwork that is gone. Keys change no mode of a tap. */
const guards = (desk: Desk): Readonly<Record<string, string>> => ({
  ...keeping(desk),
  hangup_after_bridge: 'false',
  // Whoever is parked is sent nothing otherwise, not even what a supervisor says to them.
  send_silence_when_idle: '-1',
  eavesdrop_enable_dtmf: 'false',
});

/** Sets the guards on a channel that was not dialled by us. */
const guard = (desk: Desk, leg: Leg): Promise<void> => setAll(desk, leg, guards(desk));

export const dial = async (desk: Desk, effect: EffectOf<'dial'>): Promise<void> => {
  const built = originate({
    uuid: effect.native,
    to: effect.to,
    as: effect.as,
    dialString: desk.settings.dial,
    // It counts in whole seconds and gives up to 0.9 s too early; the engine has a timer of its own.
    ringSeconds: Math.ceil(effect.ringMs / 1000) + 1,
    variables: guards(desk),
  });
  if (isUnsafe(built)) {
    desk.legs.delete(effect.native);
    desk.refuse(effect, `unsafe ${built.unsafe}`);
    return;
  }
  // Known before it is sent: a job may be done before its reply has come (known failure 5).
  const job = `lw-${effect.op}`;
  desk.jobs.set(job, effect);
  const reply = await desk.ask(`bgapi ${built}\nJob-UUID: ${job}`);
  if (reply?.startsWith('+OK') !== false) return;
  desk.jobs.delete(job);
  desk.legs.delete(effect.native);
  desk.refuse(effect, 'failed');
};

export const answer = async (desk: Desk, effect: EffectOf<'answer'>, leg: Leg): Promise<void> => {
  if (leg.isUp) {
    desk.isDone(effect.op);
    desk.tell({ type: 'leg.answered', native: leg.native });
    return;
  }
  const guarded = guard(desk, leg);
  const reply = await askSafely(desk, effect, command`uuid_answer ${safe('uuid', leg.native)}`);
  await guarded;
  if (reply !== undefined && saysNotThere(reply)) isNotThere(desk, effect);
  else desk.isDone(effect.op);
};

export const hangUp = async (desk: Desk, effect: EffectOf<'hangUp'>): Promise<void> => {
  const cause = hangupCauseOf(effect.cause);
  const id = safe('uuid', effect.native);
  const reply = await askSafely(desk, effect, isUnsafe(id) ? id : command`uuid_kill ${id} ${safe('uuid', cause)}`);
  // That it is not there is what was wanted; whoever has missed the end learns of it so.
  if (reply?.startsWith('-ERR') === true) isNotThere(desk, effect);
  else desk.isDone(effect.op);
};

const isNotThere = (desk: Desk, effect: EffectOf<'answer' | 'hangUp' | 'play' | 'mute' | 'digits'>): void => {
  const leg = desk.legs.get(effect.native);
  if (leg !== undefined) void forgetUntold(desk, leg);
  desk.refuse(effect, 'noSuchLeg');
};
const saysNotThere = (reply: string): boolean =>
  /^-ERROR\b|^-ERR.*(?:no such channel|cannot locate|invalid uuid)/i.test(reply);

export const play = async (desk: Desk, effect: EffectOf<'play'>, leg: Leg): Promise<void> => {
  const path = desk.settings.prompts[effect.prompt] ?? effect.prompt;
  const sound = safe('sound', path);
  const built = command`uuid_broadcast ${safe('uuid', leg.native)} ${sound} aleg`;
  desk.prompts.set(leg.native, [...(desk.prompts.get(leg.native) ?? []), { path, effect }]);
  const reply = await askSafely(desk, effect, built);
  if (reply?.startsWith('+OK') !== false) return;
  desk.prompts.delete(leg.native);
  if (saysNotThere(reply)) isNotThere(desk, effect);
  else desk.refuse(effect, 'failed');
};

export const mute = async (desk: Desk, effect: EffectOf<'mute'>, leg: Leg): Promise<void> => {
  const id = safe('uuid', leg.native);
  const reply = await askSafely(
    desk,
    effect,
    effect.on ? command`uuid_audio ${id} start read mute 1` : command`uuid_audio ${id} stop`,
  );
  if (!takesIt(desk, effect, reply)) return;
  desk.tell({ type: 'leg.muted', native: leg.native, on: effect.on }, 'assumed');
};

export const digits = async (desk: Desk, effect: EffectOf<'digits'>, leg: Leg): Promise<void> => {
  const built = command`uuid_send_dtmf ${safe('uuid', leg.native)} ${safe('digits', effect.digits)}`;
  const reply = await askSafely(desk, effect, built);
  if (!takesIt(desk, effect, reply)) return;
  desk.tell({ type: 'leg.digits', native: leg.native, digits: effect.digits, sent: true }, 'assumed');
};

/** Some commands say nothing when all is well, and FreeSWITCH then says `-ERR no reply` for them. */
const takesIt = (desk: Desk, effect: EffectOf<'mute' | 'digits'>, reply: string | undefined): boolean => {
  if (reply === undefined) return false;
  if (reply.startsWith('-ERR') && !reply.startsWith('-ERR no reply')) {
    if (saysNotThere(reply)) isNotThere(desk, effect);
    else desk.refuse(effect, 'failed');
    return false;
  }
  desk.isDone(effect.op);
  return true;
};

/** Records the customer's leg: what it says and hears, which is never a whisper to the agent. */
export const record = async (desk: Desk, effect: EffectOf<'record'>): Promise<void> => {
  const { call } = effect;
  const running = desk.recordings.get(call);
  if (effect.on === (running !== undefined)) {
    desk.isDone(effect.op);
    desk.tell({ type: effect.on ? 'record.started' : 'record.stopped', call });
    return;
  }
  const leg = running?.leg ?? desk.legs.of(call).find((one) => one.isUp && one.wish.kind !== 'tap');
  if (leg === undefined) {
    desk.refuse(effect, 'noSuchCall');
    return;
  }
  const path = running?.path ?? `${desk.settings.recordings}/${call}-${effect.op}.wav`;
  if (running === undefined) desk.recordings.set(call, { path, leg, isOn: false });
  const [id, file] = [safe('uuid', leg.native), safe('sound', path)];
  const reply = await askSafely(
    desk,
    effect,
    effect.on ? command`uuid_record ${id} start ${file}` : command`uuid_record ${id} stop ${file}`,
  );
  if (reply?.startsWith('+OK') === true) {
    desk.isDone(effect.op);
    return;
  }
  if (running === undefined) desk.recordings.delete(call);
  if (reply !== undefined) desk.refuse(effect, 'failed');
};

/** From now on the legs of a call that others have started outlive each other, and belong to this call. */
export const claim = async (desk: Desk, effect: EffectOf<'claim'>): Promise<void> => {
  const legs = effect.natives.flatMap((native) => desk.legs.get(native) ?? []);
  if (legs.length === 0) {
    desk.refuse(effect, 'noSuchCall');
    return;
  }
  for (const leg of legs) {
    leg.isTold = true;
    if (leg.origin === 'others') leg.origin = 'offered';
    desk.legs.assign(leg, effect.call);
  }
  await Promise.all(legs.map((leg) => guard(desk, leg)));
  desk.isDone(effect.op);
  desk.tell({ type: 'call.claimed', call: effect.call }, 'assumed');
};
