/** What other packages of this repository use of the server. */
export { announcement } from './announce.ts';
export { mintToken, type TokenRequest } from './auth/mintToken.ts';
export { type Config, ConfigError, loadConfig } from './config.ts';
export { Database } from './db/Database.ts';
export type { Key } from './keys/Key.ts';
export { KeyService } from './keys/service.ts';
export { createLogger } from './log/logger.ts';
export { type RunningServer, type StartOptions, startServer } from './main.ts';
export { RoomService } from './rooms/service.ts';
export { VERSION } from './version.ts';
