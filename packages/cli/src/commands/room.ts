import { CustomRoomId } from '@roomcast/contract';
import { Check } from 'typebox/value';
import { type Command, UsageError } from '../Command.ts';
import { chooseKey } from '../chooseKey.ts';
import { withDatabase } from '../withDatabase.ts';

export const createRoom: Command = {
	summary: 'Create a room and print its id',
	usage: '[options]',
	options: {
		id: { type: 'string', value: 'id', description: 'your customRoomId; prints the existing room if there is one' },
		key: { type: 'string', value: 'key', description: 'API key that owns the room' },
	},
	notes: 'The call is at <public URL>/meet/<roomId>.',
	async run({ options }) {
		const { id } = options;
		if (id !== undefined && !Check(CustomRoomId, id))
			throw new UsageError('--id takes 1–128 characters, without /, ?, # and control characters.');
		const room = await withDatabase(async (services) => {
			const key = await chooseKey(services, options.key as string | undefined);
			return services.rooms.create({ keyId: key.id }, id === undefined ? {} : { customRoomId: id });
		});
		console.log(room.roomId);
	},
};
