import type { Command, CommandGroup } from './Command.ts';
import { bench, doctor } from './commands/delegated.ts';
import { createKey, listKeys, revokeKey } from './commands/keys.ts';
import { createRoom } from './commands/room.ts';
import { start } from './commands/start.ts';
import { token } from './commands/token.ts';

/** Every command, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command | CommandGroup>> = {
	start,
	keys: {
		summary: 'Manage API keys. One key is one tenant',
		commands: { create: createKey, list: listKeys, revoke: revokeKey },
	},
	token,
	room: { summary: 'Rooms', commands: { create: createRoom } },
	doctor,
	bench,
};
