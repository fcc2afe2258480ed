export { createApp, type App } from './app.ts';
export { createFirstKey, type KeyOrder } from './auth/keys.ts';
export type { Role } from './auth/permissions.ts';
export { engineConfigOf } from './config/engine.ts';
export {
  loadSettings,
  settingsProblemText,
  type LoadedSettings,
  type SettingsProblem,
} from './config/settings-file.ts';
export { settingsSchema, type Settings } from './config/settings.ts';
export { createService, type ServiceParts } from './create-service.ts';
export type { Env, Service } from './service.ts';
